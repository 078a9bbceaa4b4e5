alter table orders drop column customer_id;
alter table orders drop column email;
