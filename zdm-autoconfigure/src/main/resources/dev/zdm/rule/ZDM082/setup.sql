create table orders (id bigint primary key, email text, region text);
insert into orders select n, 'e' || n from generate_series(1, 20000) n;
create table archive as select id, email from orders;
create table size as select pg_relation_size('orders') as bytes;
analyze orders, archive;
