create index orders_email on orders (email);
