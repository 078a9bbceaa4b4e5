create table orders_2 (like orders including all) tablespace zdm_other;
-- In small batches; the application writes both tables meanwhile, then only the new one.
insert into orders_2 select * from orders;
select count(*) = 100 from orders_2;
drop table orders_2;
