create table customers (id bigint primary key);
create table orders (id bigint primary key, customer_id bigint references customers, email text, total numeric(10,2));
insert into customers select n from generate_series(1, 100) n;
insert into orders select n, n, 'e' || n, n from generate_series(1, 100) n;
create index orders_customer_email on orders (customer_id, email);
