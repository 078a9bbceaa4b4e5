-- The page of an order reads the whole table, and "order-totals" would do so for each order.
create index order_items_order_id_idx on order_items (order_id);
