-- In small batches, by a backfill.
delete from orders where id <= 50;
delete from orders where id <= 100;
select count(*) = 0 from orders;
