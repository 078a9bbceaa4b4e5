create table orders (id bigint primary key, customer_id bigint, email text, total numeric(10,2));
insert into orders select n, n, 'e' || n, n from generate_series(1, 100) n;
create view order_emails as select email from orders;
