alter table orders add constraint orders_customer_2 foreign key (customer_id) references customers not valid;
alter table orders validate constraint orders_customer_2;
alter table orders drop constraint orders_customer;
select convalidated and conenforced from pg_constraint where conname = 'orders_customer_2';
