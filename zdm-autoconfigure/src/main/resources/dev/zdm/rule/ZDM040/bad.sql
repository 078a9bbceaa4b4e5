alter table orders alter column customer_id type numeric;
alter table orders alter column total type numeric(12,3);
alter table orders alter column email type varchar(20);
alter table orders alter column total type bigint using total * 100;
