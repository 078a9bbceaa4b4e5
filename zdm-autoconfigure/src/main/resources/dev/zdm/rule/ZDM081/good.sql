alter table orders add column region text;
-- In small batches, by a backfill: {table: orders, set: {region: "'eu'"}, where: region is null}
update orders set region = 'eu' where region is null;
select bool_and(region = 'eu') from orders;
