begin;
alter table customers add column region text;
alter table orders add column region text;
commit;
