/* create index orders_email on orders (email); is what follows */
create index orders_email on orders (email);
create index orders_customer on orders (customer_id);
insert into customers values (1, 'Ö');
