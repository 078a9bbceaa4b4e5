alter table customers add column region text;
alter table orders add column region text;
select count(*) = 2 from pg_attribute where attname = 'region';
