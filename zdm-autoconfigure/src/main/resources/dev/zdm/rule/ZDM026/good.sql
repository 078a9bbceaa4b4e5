-- Code that does not use the column has been deployed.
alter table orders drop constraint orders_customer_id_fkey;
drop index concurrently orders_customer_email;
alter table orders drop column customer_id;
select not exists (select from pg_attribute where attrelid = 'orders'::regclass and attname = 'customer_id');
