create table orders (id bigint primary key, customer_id bigint, email text, total numeric(10,2));
insert into orders select n, n, 'e' || n, n from generate_series(1, 100) n;
create function refuse() returns trigger language plpgsql as $$ begin raise 'totals stay'; end $$;
create trigger totals_stay before update of total on orders for each row execute function refuse();
create policy everybody on orders;
