-- # Indexes
-- Create an index
create index orders_email on orders (email);

-- Create an index, name left to the server
create index on orders (customer_id, lower(note) desc) include (qty) where qty > 0;

-- Create a unique index
create unique index customers_email on customers (email);

-- Create an index in a schema whose names need quotes
create index "I (1)" on "Other.S"."T.1 (x)" ("A (b)");

-- Create an index on a partitioned table
create index visits_path on visits (path);

-- Create a unique index on a partitioned table
create unique index on events (kind, id, customer_id);

-- Create an index concurrently
create index concurrently orders_email on orders (email);

-- Create an index on a materialized view
create index order_days_orders on order_days (orders);

-- Drop an index
drop index orders_note;

-- Drop two indexes
drop index orders_note, items_order;

-- Drop an index concurrently
drop index concurrently orders_note;

-- Drop an index of a partitioned table
drop index visits_customer;

-- Rebuild an index
reindex index orders_note;

-- Rebuild the indexes of a table
reindex table customers;

-- Rebuild the indexes of a schema
reindex schema "Other.S";

-- Rename an index
alter index orders_note rename to orders_notes;

-- Change a storage parameter of an index
alter index orders_note set (fillfactor = 70);

-- Cluster a table
cluster orders using orders_placed;

-- # Constraints
-- Add a check constraint
alter table orders add constraint orders_total check (total >= 0);

-- Add a check constraint, name left to the server
alter table orders add check (qty < 1000);

-- Add a check constraint to a table with heirs
alter table beings add constraint beings_id check (id > 0);

-- Add a check constraint to a partitioned table
alter table visits add constraint visits_id check (id > 0);

-- Add a check constraint not valid
alter table orders add constraint orders_total check (total >= 0) not valid;

-- Validate a check constraint
alter table orders validate constraint orders_later;

-- Add a foreign key
alter table visits_2027 add constraint visits_2027_customer foreign key (customer_id) references customers (id);

-- Add a foreign key, name left to the server
alter table visits_2027 add foreign key (customer_id) references customers on delete cascade deferrable;

-- Add a foreign key not valid
alter table items add foreign key (weight) references regions (id) not valid;

-- Add a foreign key to its own table
alter table orders add foreign key (parent) references orders (id) on delete set null;

-- Add a foreign key to a partitioned table
alter table visits add constraint visits_customer_key foreign key (customer_id) references customers (id);

-- Add a unique constraint
alter table customers add constraint customers_code unique (code);

-- Add a unique constraint, name left to the server
alter table customers add unique (email, code) include (name);

-- Add a deferrable unique constraint
alter table customers add constraint customers_code unique (code) deferrable initially deferred;

-- Add a unique constraint to a partitioned table
alter table visits add constraint visits_key unique (id, day);

-- Add a unique constraint from an index
alter table orders add constraint orders_key unique using index orders_ready;

-- Add a primary key
alter table notes add primary key (id);

-- Add a primary key to a partitioned table
alter table visits add primary key (id, day);

-- Add an exclusion constraint
alter table notes add constraint notes_alone exclude (id with =);

-- Add three constraints at once
alter table notes add unique (id), alter body set not null, add constraint notes_body check (body <> '');

-- Set NOT NULL
alter table orders alter email set not null;

-- Set NOT NULL on two columns
alter table orders alter email set not null, alter note set not null;

-- Set NOT NULL on a partitioned table
alter table visits alter customer_id set not null;

-- Set NOT NULL on a table with heirs
alter table beings alter id set not null;

-- Add a named NOT NULL constraint
--since 18
alter table orders add constraint orders_email_given not null email;

-- Add a constraint that is not enforced
--since 18
alter table orders add constraint orders_email_check check (email <> '') not enforced;

-- Drop NOT NULL
alter table orders alter placed drop not null;

-- Drop a check constraint
alter table orders drop constraint orders_qty;

-- Drop a foreign key
alter table items drop constraint items_order_id_fkey;

-- Drop a unique constraint
alter table items drop constraint items_sku;

-- Replace a check constraint
alter table orders drop constraint orders_qty, add constraint orders_qty check (qty >= 0);

-- Drop a foreign key and a check constraint
alter table items drop constraint items_order_id_fkey, add constraint items_weight check (weight >= 0);

-- Drop a primary key with the foreign keys to it
alter table customers drop constraint customers_pkey cascade;

-- Rename a constraint
alter table orders rename constraint orders_qty to orders_quantity;

-- Make a foreign key deferrable
alter table items alter constraint items_order_id_fkey deferrable;

-- # Columns
-- Add a column
alter table orders add column hint text;

-- Add a column with a constant default
alter table orders add column hint text default 'none' not null;

-- Add a column if it is not there
alter table orders add column if not exists hint text, add column if not exists note text;

-- Add a column with a volatile default
alter table orders add column token uuid default gen_random_uuid();

-- Add a column with a volatile default that is NOT NULL
alter table orders add column token uuid not null default gen_random_uuid();

-- Add a serial column
alter table notes add column number bigserial;

-- Add an identity column
alter table notes add column number bigint generated always as identity;

-- Add a serial column to a table with a key
alter table customers add column number bigserial;

-- Add an identity column to a table with a key
alter table customers add column number int generated by default as identity (start 100) unique;

-- Add an identity column to a partitioned table with a key
--since 17
alter table events add column number int generated always as identity;

-- Add a stored generated column
alter table orders add column qty2 int generated always as (qty * 2) stored;

-- Add a virtual generated column
--since 18
alter table orders add column qty2 int generated always as (qty * 2) virtual;

-- Add a column with a check
alter table orders add column rank int default 1 check (rank > 0);

-- Add a column with a foreign key
alter table orders add column region_id int references regions (id);

-- Add a unique column
alter table orders add column token text unique;

-- Add a column that is the primary key
alter table notes add column key bigserial primary key;

-- Add a column NOT NULL without a default
--setup create table drafts (id int primary key)
alter table drafts add column hint text not null;

-- Add a column to a partitioned table
alter table visits add column referrer text;

-- Add a column with a check to a partitioned table
alter table visits add column rank int check (rank > 0);

-- Add a column and constraints on others
alter table orders add column hint text, alter email set not null, add constraint orders_total check (total >= 0);

-- Drop a column
alter table orders drop column qty;

-- Drop a column with an index
alter table orders drop column note;

-- Drop a column with a foreign key
alter table items drop column order_id;

-- Drop a column that a view shows
alter table orders drop column placed cascade;

-- Drop a column and add another
alter table orders drop column qty, add column amount int;

-- Rename a column
alter table orders rename column note to remark;

-- Widen a varchar
alter table customers alter code type varchar(40);

-- Make a varchar a text
alter table customers alter code type text;

-- Make an int a bigint
alter table items alter weight type bigint;

-- Narrow a type
alter table customers alter code type varchar(10);

-- Change the type of a partitioned table's column
alter table visits alter path type varchar(500);

-- Set a default
alter table orders alter note set default 'none';

-- Drop a default
alter table orders alter total drop default;

-- Make a column an identity
alter table orders alter id add generated by default as identity;

-- Drop the expression of a generated column
--setup alter table notes add column twice int generated always as (id * 2) stored
alter table notes alter twice drop expression;

-- Set the statistics target of a column
alter table orders alter note set statistics 500;

-- Change the storage of a column
alter table orders alter note set storage external;

-- # Tables
-- Create a table
create table receipts (id bigint primary key, body text);

-- Create a table with a foreign key
create table receipts (id bigint primary key, order_id bigint references orders (id));

-- Create a table like another
create table receipts (like orders including all);

-- Create a table from a query
create table receipts as select id, total from orders;

-- Create a table that inherits
create table plants (petals int) inherits (beings);

-- Drop a table
drop table notes;

-- Drop two tables
drop table notes, old_notes;

-- Drop a table with foreign keys to others
drop table items;

-- Drop a table that others refer to
drop table regions cascade;

-- Empty a table
truncate notes;

-- Empty two tables
truncate notes, old_notes;

-- Empty a table and those that refer to it
truncate orders cascade;

-- Rename a table
alter table notes rename to remarks;

-- Move a table to another schema
alter table notes set schema archive;

-- Change the owner of a table
alter table notes owner to current_user;

-- Change a storage parameter of a table
alter table orders set (fillfactor = 80);

-- Make a table unlogged
alter table notes set unlogged;

-- Move a table to another tablespace
alter table orders set tablespace pg_default;

-- Change the access method of a table
alter table orders set access method heap;

-- Enable row level security
alter table orders enable row level security;

-- Create a policy
create policy orders_own on orders using (true);

-- Disable a trigger
alter table orders disable trigger orders_touch;

-- Change the replica identity
alter table orders replica identity full;

-- Let a table inherit from another
--setup alter table old_notes add column name text
alter table old_notes inherit beings;

-- Comment on a table
comment on table orders is 'all of them';

-- Grant a right
grant select on orders to public;

-- Vacuum a table
vacuum orders;

-- Vacuum a table into a new file
vacuum full orders;

-- Analyze a table
analyze orders;

-- # Partitions
-- Create a partition
create table visits_2028 partition of visits for values from ('2028-01-01') to ('2029-01-01');

-- Create a partition of a table with foreign keys
create table events_pay partition of events for values in ('pay');

-- Attach a partition
alter table visits attach partition visits_2027 for values from ('2027-01-01') to ('2028-01-01');

-- Attach a partition to a table with keys
alter table events attach partition events_buy for values in ('buy');

-- Detach a partition
alter table events detach partition events_view;

-- Detach a partition beside a default one
alter table visits detach partition visits_2025;

-- Detach a partition concurrently
alter table events detach partition events_view concurrently;

-- Drop a partition
drop table events_view;

-- Drop a partition beside a default one
drop table visits_2025;

-- Drop a partitioned table
drop table visits;

-- Empty a partition
truncate visits_2025;

-- Create a partitioned table
create table logs (id bigint, day date) partition by range (day);

-- # Views and other objects
-- Create a view
create view customer_list as select id, name from customers;

-- Replace a view
create or replace view order_list as select id, customer_id, placed, note from orders;

-- Drop a view
drop view order_list;

-- Create a materialized view
create materialized view customer_regions as select region_id, count(*) as customers from customers group by region_id;

-- Refresh a materialized view with a unique index
refresh materialized view order_days;

-- Refresh a materialized view without a unique index
refresh materialized view order_states;

-- Refresh a materialized view concurrently
refresh materialized view concurrently order_days;

-- Drop a materialized view
drop materialized view order_days;

-- Create a trigger
create trigger items_touch before insert on items for each row execute function touch();

-- Drop a trigger
drop trigger orders_touch on orders;

-- Create a rule
create rule notes_none as on delete to notes do instead nothing;

-- Add a value to an enum
alter type mood add value 'thrilled';

-- Rename a value of an enum
alter type mood rename value 'ok' to 'fine';

-- Add a constraint to a domain
alter domain amount add constraint amount_limit check (value < 1000000);

-- Create a function
create function thrice(int) returns int language sql immutable as 'select 3 * $1';

-- Create a sequence
create sequence receipt_numbers;

-- Change a sequence
alter sequence ticket_numbers increment by 10;

-- Create extended statistics
create statistics orders_dependence (dependencies) on customer_id, state from orders;

-- Create a publication
create publication all_orders for table orders;

-- Create an extension
create extension if not exists pg_trgm;

-- Create a schema
create schema reports;

-- Drop a schema with what is in it
drop schema "Other.S" cascade;

-- # Data
-- Update all rows of a table
update orders set note = 'x';

-- Delete rows of a table
delete from items where id < 100;

-- Insert rows from a query
insert into old_notes select id, body from notes;
