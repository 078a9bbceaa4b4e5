create index concurrently orders_id_total on orders (id, total);
