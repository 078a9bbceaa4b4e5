create table orders (id bigint primary key, customer_id bigint, email text, total numeric(10,2));
insert into orders select n, n, 'e' || n, n from generate_series(1, 100) n;
create materialized view totals as select customer_id, sum(total) as total from orders group by 1;
create materialized view counts as select customer_id, count(*) as orders from orders group by 1;
create unique index counts_customer on counts (customer_id);
