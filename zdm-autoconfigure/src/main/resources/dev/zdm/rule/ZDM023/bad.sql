alter table orders drop column customer_id;
alter table orders drop column if exists total cascade;
