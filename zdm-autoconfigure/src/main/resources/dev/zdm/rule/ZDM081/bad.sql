begin;
alter table orders add column region text;
update orders set region = 'eu';
commit;
