create table orders (id bigint not null, email text);
insert into orders select n, 'e' || n from generate_series(1, 100) n;
