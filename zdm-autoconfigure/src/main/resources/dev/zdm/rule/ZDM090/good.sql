alter table orders add column rating integer;
select exists (select from pg_attribute where attrelid = 'orders'::regclass and attname = 'rating');
