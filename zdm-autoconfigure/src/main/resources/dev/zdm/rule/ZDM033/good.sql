create index concurrently orders_customer_id on orders (customer_id);
alter table orders add constraint orders_customer foreign key (customer_id) references customers not valid;
alter table orders validate constraint orders_customer;
select convalidated from pg_constraint where conname = 'orders_customer';
