-- Should have been there from the start.
alter table order_items
	add constraint order_items_order_id_fkey foreign key (order_id) references orders (id);
