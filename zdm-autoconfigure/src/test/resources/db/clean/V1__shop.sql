create table orders (id bigint primary key, email text, total numeric(10, 2));
insert into orders select i, 'E' || i, i from generate_series(1, 1000) i;
