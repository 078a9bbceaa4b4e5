alter table orders add column data json;
