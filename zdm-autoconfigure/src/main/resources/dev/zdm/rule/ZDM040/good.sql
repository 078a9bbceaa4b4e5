alter table orders add column total_new bigint;
create function fill_orders_total_new() returns trigger language plpgsql as $$ begin
  select total * 100 into new.total_new from (select new.*) as orders; return new; end $$;
create trigger fill_total_new before insert or update on orders for each row execute function fill_orders_total_new();
-- In small batches, by a backfill:
-- {table: orders, set: {total_new: total * 100}, where: total_new is distinct from (total * 100)}
update orders set total_new = total * 100 where total_new is distinct from (total * 100);
begin;
drop trigger fill_total_new on orders;
alter table orders /* zdm:allow ZDM050 reason="swapped" */ rename column total to total_old;
alter table orders /* zdm:allow ZDM050 reason="swapped" */ rename column total_new to total;
commit;
drop function fill_orders_total_new();
alter table orders drop column total_old;
select bool_and(total = id * 100) from orders;
