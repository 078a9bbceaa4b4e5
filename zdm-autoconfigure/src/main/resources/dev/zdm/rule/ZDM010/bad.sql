create index orders_email on orders (email);
create unique index if not exists orders_email_total on orders (email, total);
create index on orders (lower(email)) where total > 0;
