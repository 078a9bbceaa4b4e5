alter table orders add column region text not null;
alter table orders add column region text not null default null;
