create unique index concurrently orders_email on orders (email);
alter table orders add constraint orders_email unique using index orders_email;
create unique index concurrently orders_pkey on orders (id);
alter table orders add primary key using index orders_pkey;
select count(*) = 2 from pg_constraint where conrelid = 'orders'::regclass and contype in ('p', 'u');
