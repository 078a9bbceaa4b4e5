-- Code that does not use them has been deployed.
drop view order_emails;
drop table orders;
select to_regclass('orders') is null;
