create view sales.orders as select * from orders;
-- The application uses sales.orders from the next release on, which can write through the view.
insert into sales.orders (id) values (0);
select count(*) = 101 from orders;
