-- What is there before each sample runs. zdm-lint gets it by --setup, without rows, as in a pull request.
create schema archive;
create type order_state as enum ('new', 'paid', 'sent');
create domain positive as integer check (value > 0);
create function one() returns integer language sql volatile as 'select 1';

create table regions (id integer primary key, name text, population positive);
create table customers (
    id bigint generated always as identity primary key,
    email varchar(100) not null,
    country char(2),
    notes text
);
create table orders (
    id bigint generated always as identity primary key,
    customer_id bigint references customers,
    state order_state not null default 'new',
    status varchar(20) constraint orders_status_known check (status <> ''),
    code varchar(20),
    reference text constraint orders_reference_there check (reference is not null),
    quantity integer,
    total numeric(10, 2),
    placed_at timestamp not null default now(),
    barcode integer not null,
    region_id integer
);
create index orders_code on orders (code);
create unique index orders_barcode on orders (barcode);
create table tickets (number integer, holder text);
create unique index tickets_number on tickets (number);
create table old_orders (id bigint primary key, total numeric);

create table events (id bigint not null, at date not null) partition by range (at);
create table events_2026 partition of events for values from ('2026-01-01') to ('2027-01-01');
create table events_rest partition of events default;
create table readings (id bigint not null, at date not null) partition by range (at);
create table readings_2026 partition of readings for values from ('2026-01-01') to ('2027-01-01');
create table readings_2027 (id bigint not null, at date not null);
create table readings_2028 (id bigint not null, at date not null,
    constraint readings_2028_range check (at >= '2028-01-01' and at < '2029-01-01'));

create materialized view order_totals as select customer_id, count(*) as orders from orders group by customer_id;
create index order_totals_customer on order_totals (customer_id);
