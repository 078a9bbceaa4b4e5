create table orders (id bigint primary key, customer_id bigint, email text, mail text, total numeric(10,2));
insert into orders select n, n, 'e' || n, null, n from generate_series(1, 100) n;
create schema zdm;
create function zdm.in_step_1() returns trigger language plpgsql as $$ begin select lower(email) into new.mail from (select new.email as email) as orders; return new; end $$;
create trigger "zz_zdm_1_order-mail" before insert or update on orders for each row when (row(new.email, new.mail) is null or true) execute function zdm.in_step_1();
