-- The shop that all operations are tried on. Every table has rows.
create schema archive;
create schema "Other.S";
create type mood as enum ('sad', 'ok', 'happy');
create domain amount as numeric(10,2) constraint amount_check check (value >= 0);
create sequence ticket_numbers;
create function touch() returns trigger language plpgsql as 'begin return new; end';
create function twice(int) returns int language sql immutable as 'select 2 * $1';

create table regions (id int primary key, name text);
insert into regions select n, 'region ' || n from generate_series(1, 5) n;

create table customers (id bigint primary key, name text, email text, region_id int, code varchar(20), vip boolean);
insert into customers select n, 'name ' || n, 'e' || n || '@example.org', 1 + n % 5, 'c' || n, n % 9 = 0
  from generate_series(1, 300) n;
alter table customers add constraint customers_region foreign key (region_id) references regions (id);

create table orders (id bigint primary key, customer_id bigint not null references customers (id), placed date not null,
  email text, note text, total numeric(10,2) default 0, qty int, state varchar(10) default 'new', feeling mood, parent bigint);
insert into orders select n, 1 + n % 300, date '2026-01-01' + n % 365, 'e' || n, 'note ' || n, n, n % 10, 'new', 'ok', n
  from generate_series(1, 1000) n;
create index orders_placed on orders (placed);
create index orders_note on orders (note);
create unique index orders_ready on orders (id, placed);
alter table orders add constraint orders_qty check (qty >= 0);
alter table orders add constraint orders_later check (total >= 0) not valid;
create trigger orders_touch before update on orders for each row execute function touch();
create view order_list as select id, customer_id, placed from orders;
create materialized view order_days as select placed, count(*) as orders from orders group by placed;
create unique index order_days_placed on order_days (placed);
create materialized view order_states as select state, count(*) as orders from orders group by state;

create table items (id bigint primary key, order_id bigint references orders (id) on delete cascade, sku text, price numeric,
  weight int, constraint items_sku unique (sku));
insert into items select n, 1 + n % 1000, 's' || n, n, n from generate_series(1, 600) n;
create index items_order on items (order_id, sku);

-- Nobody refers to it, it refers to nobody.
create table notes (id int, body text, author text);
insert into notes select n, 'body ' || n, 'a' || n % 7 from generate_series(1, 200) n;
create table old_notes (id int, body text);
insert into old_notes values (1, 'old');
create table "Other.S"."T.1 (x)" ("A (b)" int not null, c text);
insert into "Other.S"."T.1 (x)" select n, 'c' || n from generate_series(1, 50) n;

-- By range, with a default partition.
create table visits (id bigint not null, day date not null, customer_id bigint, path text) partition by range (day);
create table visits_2025 partition of visits for values from ('2025-01-01') to ('2026-01-01');
create table visits_2026 partition of visits for values from ('2026-01-01') to ('2027-01-01') partition by hash (id);
create table visits_2026_0 partition of visits_2026 for values with (modulus 2, remainder 0);
create table visits_2026_1 partition of visits_2026 for values with (modulus 2, remainder 1);
create table visits_rest partition of visits default;
insert into visits select n, date '2025-01-01' + n % 720, 1 + n % 300, 'p' || n from generate_series(1, 600) n;
insert into visits values (1001, '2030-01-01', 1, 'far');
create index visits_customer on visits (customer_id);

-- By list, without one, with a foreign key and an own key.
create table events (id bigint, kind text not null, customer_id bigint references customers (id),
  primary key (id, kind)) partition by list (kind);
create table events_click partition of events for values in ('click');
create table events_view partition of events for values in ('view');
insert into events select n, case when n % 2 = 0 then 'click' else 'view' end, 1 + n % 300 from generate_series(1, 400) n;

-- To be attached.
create table visits_2027 (like visits including defaults);
insert into visits_2027 select n, date '2027-01-01' + n % 300, 1 + n % 300, 'q' || n from generate_series(2001, 2100) n;
create table events_buy (like events including defaults);
insert into events_buy select n, 'buy', 1 + n % 300 from generate_series(1, 100) n;

create table beings (id int, name text);
create table animals (legs int) inherits (beings);
insert into beings select n, 'b' || n from generate_series(1, 20) n;
insert into animals select n, 'a' || n, 4 from generate_series(1, 20) n;
