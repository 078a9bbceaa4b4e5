create or replace trigger totals_stay before update of total, email on orders
for each row execute function refuse();
select count(*) = 1 from pg_trigger where tgrelid = 'orders'::regclass;
