alter table orders add column tripled numeric;
-- A trigger, or the application, writes it from now on; in small batches, by a backfill:
update orders set tripled = total * 3 where tripled is null;
-- The application reads the new column only.
alter table orders drop column doubled;
select bool_and(tripled = total * 3) from orders;
