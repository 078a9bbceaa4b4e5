create unique index concurrently totals_customer on totals (customer_id);
insert into orders (id, customer_id, total) values (101, 101, 1);
refresh materialized view concurrently totals;
select count(*) = 101 from totals;
