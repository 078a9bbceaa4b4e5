alter table orders add column region text default 'eu' not null;
select attnotnull from pg_attribute where attrelid = 'orders'::regclass and attname = 'region';
