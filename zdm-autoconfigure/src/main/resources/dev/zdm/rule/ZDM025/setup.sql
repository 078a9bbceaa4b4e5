create table orders (id bigint primary key, total numeric, doubled numeric generated always as (total * 2) stored);
insert into orders (id, total) select n, n from generate_series(1, 100) n;
