alter table orders add column rating integer;
alter table orders add constraint rating_positive check (rating > 0) not valid;
alter table orders validate constraint rating_positive;
alter table orders add column code text;
create unique index concurrently orders_code on orders (code);
alter table orders add constraint orders_code unique using index orders_code;
select count(*) = 2 from pg_constraint where conname in ('rating_positive', 'orders_code') and convalidated;
