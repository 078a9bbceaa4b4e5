create table orders (id bigint primary key, customer_id bigint, email text, total numeric(10,2));
insert into orders select n, n, 'e' || n, n from generate_series(1, 100) n;
create table customers (id bigint primary key);
insert into customers select n from generate_series(1, 100) n;
alter table orders add constraint orders_customer foreign key (customer_id) references customers;
create table notes (id bigint primary key, what text);
