alter table orders add column token uuid;
alter table orders alter column token set default gen_random_uuid();
-- In small batches, by a backfill: {table: orders, set: {token: gen_random_uuid()}, where: token is null}
update orders set token = gen_random_uuid() where token is null;
select count(distinct token) = count(*) from orders;
