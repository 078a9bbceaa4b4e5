-- The release that is in production.

create table customers (
	id bigint generated always as identity primary key,
	name varchar(60) not null,
	email varchar(200) not null,
	created_at timestamptz not null default now()
);

create table orders (
	id bigint generated always as identity primary key,
	customer_id bigint,
	status varchar(20) not null,
	placed_at timestamptz not null default now()
);

create table order_items (
	id bigint generated always as identity primary key,
	order_id bigint not null,
	product varchar(60) not null,
	quantity integer not null,
	price_cents bigint not null
);
