drop index concurrently orders_email;
select to_regclass('orders_email') is null;
