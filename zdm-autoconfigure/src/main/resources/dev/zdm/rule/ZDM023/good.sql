-- Code that does not use the column has been deployed.
drop index concurrently orders_email;
alter table orders drop column email;
select not exists (select from pg_attribute where attrelid = 'orders'::regclass and attname = 'email');
