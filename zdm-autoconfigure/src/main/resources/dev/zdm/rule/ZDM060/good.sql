-- Code that does not use the table has been deployed.
alter table orders drop constraint orders_customer;
drop table orders;
select to_regclass('orders') is null;
