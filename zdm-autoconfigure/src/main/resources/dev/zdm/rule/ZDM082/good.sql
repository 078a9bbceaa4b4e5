-- In small batches, by a backfill: zdm.backfills.orders-region: {table: orders, set: {region: "'eu'"}, where: region is null}
-- whose first batch is:
update orders set region = 'eu' where region is null and id <= 2000;
select count(*) = 2000 from orders where region = 'eu';
