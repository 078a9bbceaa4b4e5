reindex table concurrently orders;
select indisvalid from pg_index where indexrelid = 'orders_email'::regclass;
