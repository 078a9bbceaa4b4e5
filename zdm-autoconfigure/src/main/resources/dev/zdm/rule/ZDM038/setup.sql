create table customers (id bigint primary key);
create table regions (id bigint primary key);
create table orders (id bigint primary key, customer_id bigint references customers, region_id bigint references regions,
    total numeric(10,2));
insert into customers select n from generate_series(1, 100) n;
insert into orders select n, n, null, n from generate_series(1, 100) n;
