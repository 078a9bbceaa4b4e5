-- "My orders" is slow.
create index orders_customer_id_idx on orders (customer_id);
