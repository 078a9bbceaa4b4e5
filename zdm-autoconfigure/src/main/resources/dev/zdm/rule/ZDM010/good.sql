create index concurrently orders_email on orders (email);
select indisvalid from pg_index where indexrelid = 'orders_email'::regclass;
