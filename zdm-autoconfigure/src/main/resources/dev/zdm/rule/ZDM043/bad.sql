alter table orders set tablespace zdm_other;
