create table orders_2 (id bigint primary key, customer_id bigint, email text, total numeric(10,2)) using heap_2;
-- In small batches; the application writes both tables meanwhile, then only the new one.
insert into orders_2 select * from orders;
select count(*) = 100 from orders_2;
