create index concurrently orders_total_idx on orders (total);
