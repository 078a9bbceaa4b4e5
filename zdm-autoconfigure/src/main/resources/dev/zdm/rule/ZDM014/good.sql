create index concurrently orders_email_total on orders (email) include (total);
select indisvalid from pg_index where indexrelid = 'orders_email_total'::regclass;
