alter table orders drop constraint orders_customer_id_fkey, alter total set default 0;
alter table orders drop constraint orders_customer_id_fkey, drop constraint orders_region_id_fkey;
