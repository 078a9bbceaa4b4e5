-- zdm:allow ZDM011 reason="nobody reads at night, so 50% may wait"
drop index orders_id_total;
