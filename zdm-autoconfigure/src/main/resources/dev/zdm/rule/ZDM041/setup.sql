create table orders (id bigint primary key, code varchar(10) constraint code_given check (code <> ''), note text);
create index orders_note on orders (note);
insert into orders select n, 'c' || n, 'n' || n from generate_series(1, 100) n;
