alter table orders add constraint orders_customer foreign key (customer_id) references customers;
alter table orders add foreign key (customer_id) references customers on delete cascade;
