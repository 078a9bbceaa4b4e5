create index orders_email_idx on orders (email);
