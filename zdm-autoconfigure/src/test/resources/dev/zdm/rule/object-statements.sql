alter aggregate sum(int) owner to somebody
alter collation "C" refresh version
alter default privileges grant select on tables to somebody
alter domain even add constraint c check (value < 1000)
alter domain later validate constraint later_check
alter domain positive add check (value < 1000)
alter domain positive add constraint c check (value < 1000)
alter domain positive add constraint c check (value < 1000) not valid
alter domain positive drop constraint positive_check
alter domain positive drop not null
alter domain positive owner to somebody
alter domain positive rename constraint positive_check to x
alter domain positive rename to x
alter domain positive set default 1
alter domain positive set not null
alter domain positive set schema spare
alter domain positive validate constraint positive_check
alter domain unused add constraint c check (value > 0)
alter domain unused set not null
alter extension citext add function touch(int)
alter extension citext add sequence s
alter extension citext add table lonely
alter extension citext add view v
alter extension citext set schema spare
alter extension citext update
alter foreign data wrapper w options (add x 'y')
alter foreign table far add b int
alter foreign table far add constraint c check (id > 0)
alter foreign table far add constraint c check (id > 0) not valid
alter foreign table far alter a options (add x 'y')
alter foreign table far alter a set statistics 5
alter foreign table far alter a type varchar
alter foreign table far disable trigger all
alter foreign table far drop a
alter foreign table far options (add x 'y')
alter foreign table far owner to somebody
alter foreign table far rename to x
alter foreign table far set schema spare
alter function low(text) depends on extension citext
alter function low(text) volatile
alter function touch() owner to somebody
alter function touch() rename to x
alter function touch() set schema spare
alter index if exists nothing rename to x
alter index measures_amount_idx rename to x
alter index measures_only_idx attach partition measures_2_id_idx
alter index measures_pkey rename to x
alter index orders_low_idx alter column 1 set statistics 100
alter index orders_note_idx depends on extension citext
alter index orders_note_idx rename to x
alter index orders_note_idx reset (fillfactor)
alter index orders_note_idx set (fillfactor = 50)
alter index orders_note_idx set tablespace pg_default
alter index orders_pkey rename to x
alter language plpgsql rename to x
alter materialized view mv alter a set (n_distinct = 5)
alter materialized view mv alter a set compression pglz
alter materialized view mv alter a set statistics 5
alter materialized view mv alter a set storage external
alter materialized view mv cluster on mv_idx
alter materialized view mv depends on extension citext
alter materialized view mv owner to somebody
alter materialized view mv rename column id to x
alter materialized view mv rename to x
alter materialized view mv reset (autovacuum_enabled)
alter materialized view mv set (fillfactor = 50)
alter materialized view mv set access method heap
alter materialized view mv set schema spare
alter materialized view mv set tablespace pg_default
alter materialized view mv set without cluster
alter operator + (int, int) set (restrict = none)
alter policy mine on lonely rename to x
alter policy mine on lonely to somebody
alter policy mine on lonely using (id > 5)
alter publication pub add table base
alter publication pub add table measures
alter publication pub add table only base
alter publication pub drop table lonely
alter publication pub owner to somebody
alter publication pub rename to x
alter publication pub set (publish = 'insert')
alter publication pub set (publish_via_partition_root = true)
alter publication pub set table customers
alter publication pub set table lonely
alter publication pub3 add tables in schema public
alter publication pub3 set tables in schema public
alter publication puball set (publish = 'insert')
alter role somebody set work_mem = '1MB'
alter rule log_it on lonely rename to x
alter schema spare owner to somebody
alter schema spare rename to x
alter sequence if exists nothing restart
alter sequence owned as bigint
alter sequence s increment 2
alter sequence s owned by lonely.id
alter sequence s owned by none
alter sequence s owner to somebody
alter sequence s rename to s9
alter sequence s restart
alter sequence s set schema spare
alter sequence s set unlogged
alter server srv options (add x 'y')
alter statistics stat owner to somebody
alter statistics stat rename to x
alter statistics stat set schema spare
alter statistics stat set statistics 100
alter text search configuration simple rename to x
alter trigger touch on measures rename to x
alter trigger touch on orders depends on extension citext
alter trigger touch on orders rename to x
alter type address add attribute x int cascade
alter type address add attribute x int cascade, drop attribute zip cascade
alter type address alter attribute zip type bigint cascade
alter type address alter attribute zip type int cascade
alter type address drop attribute zip cascade
alter type address owner to somebody
alter type address rename attribute zip to x cascade
alter type address rename to x
alter type address set schema spare
alter type mood add value 'new'
alter type mood add value if not exists 'ok'
alter type mood owner to somebody
alter type mood rename to x
alter type mood rename value 'ok' to 'fine'
alter type mood set schema spare
alter type pair add attribute c int
alter type pair drop attribute b
alter type pair rename attribute a to x
alter view v alter column id set default 1
alter view v alter id drop default
alter view v owner to somebody
alter view v rename column id to x
alter view v rename to x
alter view v reset (security_barrier)
alter view v set (security_barrier = true)
cluster clus
cluster clus using clus_pkey
cluster lonely using lonely_pkey
comment on column address.zip is 'x'
comment on column lonely.a is 'x'
comment on column measures.day is 'x'
comment on column v.id is 'x'
comment on constraint lonely_pkey on lonely is 'x'
comment on constraint measures_pkey on measures is 'x'
comment on constraint positive_check on domain positive is 'x'
comment on database postgres is 'x'
comment on domain positive is 'x'
comment on extension citext is 'x'
comment on foreign table far is 'x'
comment on function low(text) is 'x'
comment on index lonely_a_idx is 'x'
comment on materialized view mv is 'x'
comment on policy mine on lonely is 'x'
comment on publication pub is 'x'
comment on rule log_it on lonely is 'x'
comment on schema spare is 'x'
comment on sequence s is 'x'
comment on statistics stat is 'x'
comment on table lonely is 'x'
comment on table measures is 'x'
comment on trigger touch on orders is 'x'
comment on type address is 'x'
comment on type mood is 'x'
comment on view v is 'x'
create access method am type index handler bthandler
create aggregate agg (int) (sfunc = int4pl, stype = int)
create constraint trigger t after insert on lonely from orders for each row execute function touch()
create domain d as positive
create extension pgcrypto
create foreign table nf (x int) inherits (base) server srv
create foreign table nf partition of walls default server srv
create foreign table nf partition of walls for values in (7) server srv
create function f() returns setof lonely language sql as 'select * from lonely'
create function f() returns void language plpgsql as $$ begin insert into lonely values (1); end $$
create function f() returns void language sql as 'insert into lonely values (1)'
create function f() returns void language sql begin atomic insert into lonely values (1); end
create function f(lonely) returns int language sql as 'select 1'
create materialized view nm as select * from orders
create or replace function low(text) returns text language sql immutable as 'select $1'
create or replace rule log_it as on insert to lonely do instead nothing
create or replace trigger touch before update on lonely for each row execute function touch()
create or replace trigger touch before update on measures for each row execute function touch()
create or replace view newv as select 1 as a
create or replace view v as select id, note from orders
create or replace view v as select id, note, amount from orders
create policy p on lonely using (true)
create policy p on measures using (exists (select from orders))
create procedure f() language sql as 'update lonely set a = 1::text; delete from base'
create publication p for all tables
create publication p for table measures
create publication p for table only base
create publication p for table orders, base
create publication p for tables in schema public
create recursive view rv (n) as select id from orders
create role r9
create rule r as on delete to v do instead delete from orders where id = old.id
create rule r as on insert to lonely do also (insert into base values (1); update quick set id = 1)
create rule r as on insert to lonely do also insert into base values (1)
create rule r as on insert to lonely do also nothing
create schema sx create table t (id bigint references customers) create view vv as select * from lonely
create sequence ns owned by orders.id
create statistics st on id, day from measures
create statistics st on id, note from orders
create temporary table tt (id int)
create temporary view tv as select * from orders
create text search configuration tsc (copy = simple)
create trigger t after insert on measures for each statement execute function touch()
create trigger t before insert on base for each row execute function touch()
create trigger t before insert on far for each row execute function touch()
create trigger t before insert on lonely for each row execute function touch()
create trigger t before insert on measures for each row execute function touch()
create trigger t instead of insert on v for each row execute function touch()
create type t as (a lonely)
create user mapping for somebody server srv
create view nv as select * from orders
do $$ begin alter table lonely add z int; create trigger t before insert on base for each row execute function touch(); drop view v cascade; end $$
do $$ begin execute 'alter table lonely add z int'; end $$
drop access method if exists x
drop aggregate if exists nothing(int)
drop cast if exists (mood as int)
drop collation if exists x
drop domain even cascade
drop domain later cascade
drop domain positive cascade
drop domain unused
drop event trigger if exists nothing
drop extension citext cascade
drop extension if exists nothing
drop foreign data wrapper w cascade
drop foreign table far
drop foreign table walls_1
drop function fout(int)
drop function low cascade
drop function low(in a text) cascade
drop function low(text) cascade
drop function total_of
drop function touch() cascade
drop function touch(a int)
drop function touch(int)
drop materialized view mv cascade
drop materialized view mv2 cascade
drop operator class if exists x using btree
drop owned by somebody
drop owned by somebody cascade
drop policy if exists nothing on orders
drop policy mine on lonely
drop policy theirs on orders
drop procedure act
drop publication pub
drop publication puball
drop routine low cascade
drop rule log_it on lonely
drop rule log_v on vw
drop schema "Other.S" cascade
drop schema spare cascade
drop sequence orders_n_seq cascade
drop sequence owned
drop sequence s cascade
drop server srv cascade
drop statistics stat
drop statistics stat, stat2
drop statistics stat2
drop subscription if exists sub
drop table "Other.S"."T.1"
drop table base cascade
drop table customers cascade
drop table deep
drop table heir2
drop table homes, homes2 cascade
drop table if exists nothing
drop table if exists nothing, quick
drop table lines, deep
drop table lonely cascade
drop table measures cascade
drop table orders cascade
drop table quick_s
drop table readings
drop table spare.a cascade
drop table theirs
drop text search configuration if exists x
drop transform if exists for int language sql
drop trigger if exists nothing on lonely
drop trigger touch on lonely cascade
drop trigger touch on measures
drop trigger touch on orders
drop type address cascade
drop type mood cascade
drop type pair cascade
drop type positive cascade
drop type shell_range cascade
drop user mapping if exists for somebody server srv
drop view v cascade
drop view v, v2
drop view v2
drop view vc
grant all on all tables in schema public to somebody
grant execute on function low(text) to somebody
grant select (a) on lonely to somebody
grant select on lonely to somebody
grant somebody to current_user
grant usage on schema spare to somebody
grant usage on sequence s to somebody
grant usage on type mood to somebody
reassign owned by somebody to current_user
refresh materialized view concurrently mv
refresh materialized view mv
refresh materialized view mv with no data
refresh materialized view mv2
reindex (tablespace pg_default) table lonely
reindex index orders_note_idx
reindex index orders_pkey
reindex table mv
reindex table orders
revoke all on lonely from somebody
truncate base
truncate customers cascade
truncate deep
truncate heir
truncate homes
truncate lonely cascade
truncate lonely restart identity cascade
truncate measures cascade
truncate measures_1, readings
truncate measures_2 cascade
truncate only base
truncate orders cascade
truncate orders restart identity cascade
truncate quick_s continue identity
truncate quick_s restart identity
truncate readings
truncate spare.a cascade
18: alter domain positive add constraint nn not null
18: alter domain positive add not null
drop table parts_1
drop table parts_2
drop table parts_2a
drop table parts_rest
drop table parts_1, parts_2a
drop table parts
alter trigger late on parts rename to x
drop trigger late on parts
drop table pieces
drop table pieces_1
drop table orders, pieces cascade
truncate orders, pieces cascade
truncate pieces
truncate only base, only heir
drop table customers, orders cascade
drop view uses, v3
drop function reads cascade
drop function reads(customers) cascade
drop function overload(int) cascade
drop function overload(a int, b text) cascade
drop function overload(in a integer, in b text) cascade
drop type public.mood, pair cascade
drop domain positive, even cascade
alter publication pub2 drop table base
alter publication pub2 set table base
alter publication pub2 set table only base
alter domain positive add constraint c check (value < 1000) not valid
drop extension citext cascade
drop sequence theirs_s, s cascade
alter table all in tablespace pg_default owned by somebody set tablespace pg_default
do $$ begin reindex table lonely; truncate base; end $$
alter view v2 set schema spare
create foreign table nf partition of parts for values in (5) server srv
drop table measures_2, readings
drop table measures_1 cascade
drop function touch(int), overload(int, text) cascade
create function f() returns void language sql as 'with x as (delete from base returning id) insert into lonely select id from x'
alter publication pub3 set tables in schema public
alter publication pub2 set tables in schema spare
alter table orders drop note cascade
alter table orders drop customer cascade
alter table orders drop amount cascade
alter table customers drop constraint customers_pkey cascade
alter table orders drop constraint orders_pkey cascade
alter table lonely drop a cascade
alter table lonely drop id cascade
create or replace temporary view v as select 1 as a
alter index measures_low_idx alter column 1 set statistics 100
reindex table base
