alter table orders add column rating integer check (rating > 0);
alter table orders add column code text unique;
alter table orders add column region_id integer default 1 references regions;
