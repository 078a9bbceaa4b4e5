alter table orders drop constraint orders_customer_id_fkey;
alter table orders drop constraint orders_region_id_fkey;
alter table orders alter total set default 0;
select count(*) = 0 from pg_constraint where contype = 'f' and conrelid = 'orders'::regclass;
