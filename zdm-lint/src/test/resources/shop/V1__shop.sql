-- the shop
create table customers (id bigint primary key, name varchar(20));
create table orders (
	id bigint primary key,
	customer_id bigint,
	email text,
	total numeric(10, 2)
);
create index orders_total on orders (total);
