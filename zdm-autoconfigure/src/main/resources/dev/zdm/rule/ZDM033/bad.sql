alter table orders add constraint orders_customer foreign key (customer_id) references customers not valid;
alter table orders add column referrer_id bigint references customers;
