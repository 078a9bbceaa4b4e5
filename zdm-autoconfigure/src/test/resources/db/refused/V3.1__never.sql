alter table orders add column never text;
