alter table orders add column total_cents bigint;
-- In small batches, by a backfill: {table: orders, set: {total_cents: total * 100}, where: total_cents is null}
update orders set total_cents = total * 100 where total_cents is null;
-- The application reads and writes the new column only.
alter table orders drop column total;
select bool_and(total_cents = id * 100) from orders;
