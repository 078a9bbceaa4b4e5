alter table orders add column token uuid, alter column token set default gen_random_uuid();
-- In small batches, by a backfill: {table: orders, set: {token: gen_random_uuid()}, where: token is null}
update orders set token = gen_random_uuid() where token is null;
select count(distinct token) = count(*) from orders;
-- Instead of: add column doubled numeric generated always as (total * 2) stored
alter table orders add column doubled numeric;
create function fill_orders_doubled() returns trigger language plpgsql as $$ begin
  select (total * 2) into new.doubled from (select new.*) as orders; return new; end $$;
create trigger fill_doubled before insert or update on orders for each row execute function fill_orders_doubled();
-- In small batches, by a backfill:
-- {table: orders, set: {doubled: (total * 2)}, where: doubled is distinct from (total * 2)}
update orders set doubled = total * 2 where doubled is distinct from (total * 2);
insert into orders (id, total) values (1000, 21);
select bool_and(doubled = total * 2) and max(doubled) = 200 from orders;
