create domain address as text;
create table orders (id bigint primary key, email address);
insert into orders select n, 'e@' || n from generate_series(1, 100) n;
