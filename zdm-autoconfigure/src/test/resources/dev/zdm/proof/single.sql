-- Cases about single objects of the fixture.
-- foreign keys from both ends
alter table hub alter id type int
alter table hub alter id type bigint
alter table hub alter code type varchar(40)
alter table hub alter code type text
alter table hub alter code type varchar(10)
alter table hub alter x type bigint
alter table hub alter parent type int
alter table hub alter note type varchar
alter table hub drop id cascade
alter table hub drop code cascade
alter table hub drop parent
alter table hub drop note
alter table hub drop x cascade
alter table hub drop constraint hub_pkey cascade
alter table hub drop constraint hub_xy cascade
alter table hub drop constraint hub_code_key cascade
alter table hub drop constraint hub_parent_fkey
alter table hub rename to renamed
alter table hub rename id to renamed
alter table hub rename constraint hub_pkey to renamed
alter table hub validate constraint hub_parent_fkey
alter table hub alter constraint hub_parent_fkey deferrable
alter table hub add foreign key (x) references hub
alter table hub add foreign key (x) references hub not valid
alter table hub add constraint new1 foreign key (id) references spoke not valid
alter table hub add new1 bigint references hub
alter table hub add new1 bigint references hub default 1
alter table hub disable trigger all
alter table hub enable trigger user
alter table hub set schema aside
alter table hub set unlogged
alter table hub set (fillfactor = 90)
alter table hub add new1 int default volatile_one()
alter table hub owner to pg_monitor
drop table hub
drop table hub cascade
drop table hub, spoke cascade
drop table hub, spoke, chain, pspoke, rim
truncate hub cascade
truncate hub, spoke, chain, pspoke
truncate only hub cascade
drop index hub_code_key cascade
alter index hub_pkey rename to renamed
reindex table hub
reindex index hub_pkey
cluster hub using hub_pkey
drop table spoke cascade
drop table spoke, chain
truncate spoke, chain
alter table spoke alter hub_id type int
alter table spoke alter hub_id type bigint
alter table spoke alter hub_code type text
alter table spoke alter hub_code type varchar(30)
alter table spoke alter x type bigint
alter table spoke alter later_id type int
alter table spoke alter note type varchar(10)
alter table spoke drop hub_id
alter table spoke drop hub_code
alter table spoke drop x
alter table spoke drop id cascade
alter table spoke drop constraint spoke_hub_id_fkey
alter table spoke drop constraint spoke_xy
alter table spoke drop constraint spoke_later
alter table spoke drop constraint spoke_pkey cascade
alter table spoke drop constraint spoke_hub_id_fkey, drop constraint spoke_xy
alter table spoke validate constraint spoke_later
alter table spoke validate constraint spoke_xy
alter table spoke validate constraint spoke_later, validate constraint spoke_xy
alter table spoke validate constraint spoke_later, add new1 int
alter table spoke alter constraint spoke_later deferrable
alter table spoke alter constraint spoke_hub_id_fkey not enforced
alter table spoke rename constraint spoke_later to renamed
alter table spoke alter hub_id set not null
alter table spoke alter hub_id set default 1
alter table spoke add constraint new1 foreign key (hub_id) references hub
alter table spoke add constraint new1 foreign key (note) references hub (code)
alter table spoke add constraint new1 foreign key (note) references hub (code) not valid
alter table spoke set (fillfactor = 90)
alter table spoke add new1 bigint references hub not null default 1, add new2 bigint references target
alter table spoke alter id type int
alter table spoke set unlogged
alter table chain drop constraint chain_id_fkey
alter table chain set unlogged
alter table chain alter id type int
drop table chain
alter table moments alter at type timestamptz
alter table moments alter at type timestamp(3)
alter table moments alter at type timestamp(6)
alter table visits alter at type timestamptz
alter table target alter id type int
alter table target add new1 int generated always as identity
drop table target cascade
truncate target cascade
drop table lonely
-- partitioned ends of foreign keys
alter table phub alter id type int
alter table phub drop id cascade
alter table phub drop constraint phub_pkey cascade
alter table phub drop code
alter table phub add new1 int
alter table phub add new1 int references target
alter table phub detach partition phub_1
alter table phub detach partition phub_2
alter table phub detach partition phub_2 concurrently
alter table phub rename id to renamed
alter table phub disable trigger all
alter table phub alter code type varchar(30)
drop table phub cascade
drop table phub_2
drop table phub_1
drop table phub, rim, prim
truncate phub cascade
truncate phub_1
truncate phub_1 cascade
create table phub_3 partition of phub for values from (200) to (300)
create table phub_3 partition of phub default
create table phub_3 (like phub including all)
alter table pspoke alter hub_id type int
alter table pspoke alter hub_id type bigint
alter table pspoke drop hub_id
alter table pspoke drop constraint pspoke_hub_id_fkey
alter table pspoke add foreign key (own_id) references target
alter table pspoke add foreign key (own_id) references target not valid
alter table pspoke add constraint new1 foreign key (own_id) references phub
alter table pspoke add new1 bigint references target
alter table pspoke add new1 bigint references target default 1
alter table pspoke validate constraint pspoke_hub_id_fkey
alter table pspoke alter constraint pspoke_hub_id_fkey deferrable
alter table pspoke rename constraint pspoke_hub_id_fkey to renamed
alter table pspoke detach partition pspoke_1
alter table pspoke detach partition pspoke_2
alter table pspoke add note2 text default 'x'
alter table pspoke_1 add constraint new1 foreign key (own_id) references target not valid
alter table pspoke_1 alter note set not null
alter table pspoke_1 drop constraint pspoke_hub_id_fkey
alter table only pspoke add foreign key (own_id) references target
create table pspoke_3 partition of pspoke for values from (200) to (300)
create table pspoke_3 partition of pspoke for values from (200) to (300) partition by hash (id)
drop table pspoke
drop table pspoke_1
drop table pspoke_2
drop table pspoke_2_a
truncate pspoke
truncate pspoke_2
alter table rim drop constraint rim_phub_id_fkey
alter table rim alter phub_id type int
alter table rim drop phub_id
alter table rim validate constraint rim_phub_id_fkey
alter table rim alter constraint rim_phub_id_fkey deferrable
alter table rim add foreign key (id) references phub
drop table rim
truncate rim
alter table prim drop constraint prim_phub_id_fkey
alter table prim alter phub_id type int
alter table prim drop phub_id
alter table prim detach partition prim_1
alter table prim_1 add constraint new1 foreign key (id) references phub
create table prim_2 partition of prim for values from (100) to (200)
drop table prim
drop table prim_1
-- attaching and detaching
alter table ranges attach partition joins for values from (200) to (300)
alter table ranges attach partition joins_checked for values from (300) to (400)
alter table ranges attach partition joins_split for values from (400) to (500)
alter table ranges attach partition joins_indexed for values from (500) to (600)
alter table ranges attach partition joins for values from (minvalue) to (0)
alter table ranges detach partition ranges_1
alter table ranges detach partition ranges_2
alter table ranges detach partition ranges_rest
alter table ranges_2 detach partition ranges_2_a
alter table ranges_2 detach partition ranges_2_rest
alter table ranges_2 attach partition joins for values in ('b')
create table ranges_3 partition of ranges for values from (200) to (300)
create table ranges_3 partition of ranges (constraint new1 check (id > 0)) for values from (200) to (300)
create table ranges_3 partition of ranges (primary key (id), foreign key (id) references target) for values from (200) to (300)
create table ranges_3 partition of ranges for values from (200) to (300) partition by hash (id)
create table if not exists ranges_1 partition of ranges for values from (200) to (300)
create table ranges_2_b partition of ranges_2 for values in ('b')
create table ranges_3 (like ranges including all)
alter table ranges add new1 int
alter table ranges add new1 serial
alter table ranges add new1 int default volatile_one()
alter table ranges add check (id >= 0)
alter table ranges alter a set not null
alter table ranges alter a type bigint
alter table ranges alter note type varchar
alter table ranges add primary key (id, note)
alter table ranges add unique (id, note)
alter table ranges_2 add unique (note)
alter table ranges_2 add constraint new1 check (a > 0)
alter table ranges_2 add new1 int
alter table ranges_1 alter a set not null
alter table ranges_rest add constraint new1 check (id >= 1000)
alter table ranges set (autovacuum_enabled = off)
alter table ranges_1 set (autovacuum_enabled = off)
alter table ranges rename to renamed
alter table ranges rename a to renamed
alter table ranges set tablespace pg_default
alter table ranges replica identity full
alter table ranges owner to pg_monitor
alter table ranges set schema aside
alter table ranges set logged
alter table ranges cluster on ranges_a
create index on ranges (a, note)
create index new1 on only ranges (a, note)
create index on ranges_2 (a, note)
create unique index on ranges (id, note)
create index if not exists ranges_a on ranges (a)
drop index ranges_a
drop index ranges_only
drop index ranges_1_note
drop index ranges_1_a_idx
alter index ranges_only attach partition ranges_1_note
alter index ranges_a rename to renamed
alter index ranges_1_a_idx rename to renamed
reindex index ranges_a
reindex index ranges_1_a_idx
reindex table ranges
reindex table ranges_1
truncate ranges
truncate ranges_2
truncate ranges_1
truncate only ranges_1
drop table ranges
drop table ranges_1
drop table ranges_2
drop table ranges_2_rest
drop table ranges_rest
drop table ranges_1, ranges_2
cluster ranges using ranges_a
comment on table ranges is 'x'
create trigger new1 after insert on ranges for each row execute function touch()
create trigger new1 after insert on ranges for each statement execute function touch()
create trigger new1 after insert on ranges_2 for each row execute function touch()
create statistics new1 on a, note from ranges
create publication new1 for table ranges
alter table lists attach partition lists_c for values in ('c')
alter table lists attach partition lists_d for values in ('d')
alter table lists attach partition lists_c default
alter table lists attach partition lists_d for values in ('d', null)
alter table lists detach partition lists_a
create table lists_e partition of lists for values in ('e')
create table lists_e partition of lists default
create table lists_e partition of lists for values in ('e') partition by range (id)
alter table guarded attach partition guarded_new for values from (100) to (200)
alter table guarded attach partition guarded_new for values from (2000) to (3000)
create table guarded_2 partition of guarded for values from (100) to (200)
create table guarded_2 partition of guarded for values from (2000) to (3000)
alter table guarded detach partition guarded_1
alter table guarded_rest drop constraint guarded_rest_id
alter table keyed attach partition keyed_new for values from (200) to (300)
alter table keyed detach partition keyed_1
alter table keyed drop constraint keyed_pkey
alter table keyed drop constraint keyed_a
alter table keyed alter id type int
alter table keyed alter a type bigint
alter table keyed add constraint new1 primary key using index keyed_a
alter table keyed_1 drop constraint keyed_1_pkey
alter table keyed rename constraint keyed_a to renamed
drop index keyed_a
drop table keyed
create table keyed_3 partition of keyed for values from (300) to (400)
-- inheritance
alter table root add new1 int
alter table only root add new1 int
alter table root add c2 int
alter table root drop a cascade
alter table root drop b
alter table only root drop b
alter table root alter a type bigint
alter table root alter b type text
alter table root alter a set not null
alter table only root alter a set not null
alter table root alter a set default 3
alter table root add check (a > 0)
alter table root add constraint new1 check (a > 0) no inherit
alter table root add constraint new1 check (a > 0) not valid
alter table root add constraint root_a check (a < 1000)
alter table root drop constraint root_a
alter table only root drop constraint root_a
alter table root drop constraint root_own
alter table root rename a to renamed
alter table root rename to renamed
alter table root rename constraint root_a to renamed
alter table root add primary key (id)
alter table root add unique (id)
alter table root add foreign key (id) references target
alter table root set (fillfactor = 80)
alter table root alter a set statistics 10
alter table root alter b set storage external
alter table root enable row level security
alter table root set schema aside
alter table root owner to pg_monitor
alter table root alter a set (n_distinct = 3)
alter table root set unlogged
alter table root replica identity full
alter table root disable trigger all
alter table child add new1 int
alter table child no inherit root
alter table child alter a type bigint
alter table child alter c2 type bigint
alter table child alter c2 set not null
alter table child drop c2
alter table child add check (c2 > 0)
alter table child inherit side
alter table side add new1 int
alter table side drop w
alter table side alter w type bigint
alter table grandchild no inherit side
alter table grandchild no inherit child
alter table grandchild add new1 int
alter table stranger inherit root
alter table stranger inherit side
alter table side inherit root
create table new1 () inherits (root)
create table new1 () inherits (root, side)
create table new1 (x int) inherits (grandchild)
create table new1 (like root including all) inherits (side)
create index on root (a)
drop table root
drop table root cascade
drop table child cascade
drop table grandchild
drop table side cascade
truncate root
truncate only root
truncate child
create trigger new1 after insert on root for each row execute function touch()
comment on column root.a is 'x'
lock table root
-- views
create view new1 as select * from viewed
create view new1 as select * from seen
create view new1 as select * from seen s, hub, counted
create or replace view seen as select id, a, b from viewed
create or replace view seen as select id, a, b, e from viewed
create or replace view seen_again as select id, a from seen where a > 0
create or replace view lonely_view as select 1 as a, 'x'::text as b
create recursive view new1 (n) as select 1 union all select n + 1 from new1 where n < 5
create temporary view new1 as select * from viewed
create or replace temporary view seen as select id from viewed
create view new1 with (security_barrier) as select * from viewed with check option
create materialized view new1 as select * from viewed
create materialized view new1 as select * from seen with no data
create materialized view if not exists stored as select 1
create view new1 as select * from stored
drop view seen
drop view seen cascade
drop view seen_again
drop view seen_again cascade
drop view lonely_view
drop view if exists nothing
drop view lonely_view, ruled_view
drop view ruled_view
drop view trig_view
drop view joined
drop view "Other S"."V.1"
drop materialized view stored
drop materialized view stored_again
drop materialized view stored, stored_again
alter view seen rename to renamed
alter view seen rename column a to renamed
alter view seen alter a set default 5
alter view seen alter a drop default
alter view seen set (security_barrier = true)
alter view seen reset (security_barrier)
alter view seen set schema aside
alter view seen owner to pg_monitor
alter view if exists nothing rename to other
alter view "Other S"."V.1" rename to renamed
alter table seen rename to renamed
alter table seen rename column a to renamed
alter table seen alter a set default 5
alter table seen set (security_barrier = true)
alter table seen owner to pg_monitor
alter table seen set schema aside
alter materialized view stored rename to renamed
alter materialized view stored rename a to renamed
alter materialized view stored set schema aside
alter materialized view stored set (fillfactor = 70)
alter materialized view stored set without cluster
alter materialized view stored cluster on stored_id
alter materialized view stored alter a set statistics 5
alter materialized view stored alter b set storage external
alter materialized view stored alter b set compression pglz
alter materialized view stored set access method heap
alter materialized view stored set tablespace pg_default
alter materialized view stored owner to pg_monitor
alter table stored rename to renamed
alter table stored set (fillfactor = 70)
refresh materialized view stored
refresh materialized view concurrently stored
refresh materialized view stored with no data
refresh materialized view stored_again
refresh materialized view empty_stored
create index on stored (b)
create unique index new1 on stored (id, a)
drop index stored_a
drop index stored_id
reindex table stored
reindex index stored_a
cluster stored using stored_id
comment on view seen is 'x'
comment on materialized view stored is 'x'
comment on column seen.a is 'x'
comment on column stored.a is 'x'
grant select on seen to pg_monitor
create rule new1 as on insert to seen do instead nothing
create or replace rule ruled_view_ins as on insert to ruled_view do instead nothing
drop rule ruled_view_ins on ruled_view
alter rule ruled_view_ins on ruled_view rename to renamed
comment on rule ruled_view_ins on ruled_view is 'x'
create trigger new1 instead of insert on seen for each row execute function touch()
drop trigger trig_view_ins on trig_view
alter trigger trig_view_ins on trig_view rename to renamed
alter table trig_view disable trigger trig_view_ins
create statistics new1 on id, a from stored
alter table viewed drop a
alter table viewed drop a cascade
alter table viewed drop b cascade
alter table viewed drop id cascade
alter table viewed drop unseen
alter table viewed drop unseen cascade
alter table viewed alter unseen type bigint
alter table viewed alter e type varchar
alter table viewed add new1 int
alter table viewed add new1 int default 5
alter table viewed add new1 int default volatile_one()
alter table viewed rename a to renamed
alter table viewed rename to renamed
alter table viewed drop constraint viewed_pkey
drop table viewed
drop table viewed cascade
truncate viewed
create table new1 as select * from seen
create table new1 (like seen)
select * into new1 from viewed
-- computed columns, identity, sequences
alter table counted drop id
alter table counted drop s
alter table counted drop x
alter table counted drop x cascade
alter table counted drop y
alter table counted alter id drop identity
alter table counted alter id set generated by default
alter table counted alter id set generated always set start 100 restart
alter table counted alter id restart with 50
alter table counted alter k set cache 10
alter table counted alter k drop identity
alter table counted alter n add generated always as identity
alter table counted alter s drop default
alter table counted alter s set default 5
alter table counted alter y drop expression
alter table counted alter y set expression as (x * 3)
alter table counted alter w set expression as (x + 3)
alter table counted alter y type bigint
alter table counted alter x type bigint
alter table counted alter y set not null
alter table counted alter y set statistics 3
alter table counted alter id type bigint
alter table counted alter k type bigint
alter table counted alter s type bigint
alter table counted add check (y > 0)
alter table counted add constraint new1 check (y > 0) not valid
alter table counted add new1 int generated always as (x + n) stored
alter table counted rename x to renamed
alter table counted drop constraint counted_pkey
alter table counted alter id drop not null
alter table counted add unique (y)
drop table counted
truncate counted restart identity
alter table seq_user alter id drop default
alter table seq_user alter id type int
alter table seq_user drop id
alter table seq_user alter a drop default
drop sequence free_seq
drop sequence owned_seq
drop sequence used_seq
drop sequence used_seq cascade
drop sequence counted_s_seq cascade
drop sequence free_seq, owned_seq
alter sequence free_seq restart
alter sequence free_seq increment by 2
alter sequence free_seq as int
alter sequence free_seq cache 20
alter sequence free_seq owned by none
alter sequence free_seq owned by hub.x
alter sequence owned_seq owned by none
alter sequence owned_seq owned by counted.n
alter sequence owned_seq maxvalue 1000
alter sequence free_seq rename to renamed
alter sequence free_seq set schema aside
alter sequence free_seq owner to pg_monitor
alter sequence free_seq set unlogged
alter sequence if exists nothing restart
alter sequence counted_s_seq restart with 100
alter sequence counted_id_seq restart
alter table free_seq rename to renamed
alter table free_seq owner to pg_monitor
create sequence new1
create sequence new1 owned by hub.x
create temporary sequence new1
create sequence if not exists free_seq
comment on sequence free_seq is 'x'
grant usage on sequence free_seq to pg_monitor
-- triggers, rules, policies
create trigger new1 before insert or update or delete on triggered for each row execute function touch()
create trigger new1 before truncate on triggered for each statement execute function touch()
create trigger new1 after update of a on triggered for each row when (new.a > 5) execute function touch()
create or replace trigger triggered_before before insert on triggered for each row execute function touch()
create trigger new1 after insert on ptriggered for each row execute function touch()
create trigger new1 before update on ptriggered_1 for each row execute function touch()
create or replace trigger ptriggered_row after insert on ptriggered for each row execute function touch()
drop trigger triggered_before on triggered
drop trigger triggered_late on triggered
drop trigger if exists nothing on triggered
drop trigger if exists nothing on nowhere
drop trigger ptriggered_row on ptriggered
alter trigger triggered_before on triggered rename to renamed
alter trigger ptriggered_row on ptriggered rename to renamed
alter trigger triggered_before on triggered depends on extension plpgsql
alter table triggered disable trigger triggered_before
alter table triggered disable trigger all
alter table triggered enable always trigger triggered_before
alter table triggered alter b type text
alter table triggered alter a type bigint
alter table triggered drop b
alter table triggered drop b cascade
alter table triggered drop a cascade
alter table triggered rename b to renamed
alter table ptriggered disable trigger ptriggered_row
alter table only ptriggered disable trigger ptriggered_row
alter table ptriggered_1 disable trigger ptriggered_row
alter table ptriggered detach partition ptriggered_1
create table ptriggered_2 partition of ptriggered for values from (100) to (200)
create rule new1 as on insert to ruled do also insert into hub (id) values (new.id)
create rule new1 as on insert to ruled do instead nothing
create or replace rule ruled_upd as on update to ruled do also nothing
drop rule ruled_upd on ruled
drop rule if exists nothing on ruled
alter rule ruled_upd on ruled rename to renamed
alter table ruled disable rule ruled_upd
alter table ruled enable rule ruled_upd
alter table ruled enable always rule ruled_upd
alter table ruled enable replica rule ruled_upd
alter table ruled drop a
alter table ruled alter a type bigint
comment on rule ruled_upd on ruled is 'x'
create policy new1 on policed for insert with check (a > 0)
create policy new1 on policed as restrictive to pg_monitor using (exists (select from hub where hub.id = policed.id))
alter policy policed_own on policed using (true)
alter policy policed_own on policed rename to renamed
alter policy policed_own on policed to pg_monitor
alter policy policed_own on policed using (id in (select id from target))
drop policy policed_own on policed
drop policy if exists nothing on policed
alter table policed drop who
alter table policed drop who cascade
alter table policed alter who type varchar
alter table policed disable row level security
alter table policed force row level security
comment on policy policed_own on policed is 'x'
-- statistics objects, publications, replica identity
create statistics new1 (ndistinct) on a, b from counting
create statistics new1 on (a * b) from counting
create statistics on a, e from counting
create statistics if not exists counting_ab on a, b from counting
alter statistics counting_ab set statistics 50
alter statistics counting_ab rename to renamed
alter statistics counting_ab set schema aside
alter statistics counting_ab owner to pg_monitor
alter statistics if exists nothing set statistics 50
drop statistics counting_ab
drop statistics counting_ab, counting_expr
drop statistics if exists nothing
comment on statistics counting_ab is 'x'
alter table counting drop a
alter table counting alter a type bigint
alter table counting alter a type int
alter table counting alter e type varchar
alter table counting rename a to renamed
analyze counting
create publication new1
create publication new1 for table told
create publication new1 for table told, told_too
create publication new1 for table told (id, a)
create publication new1 for table told where (a > 5)
create publication new1 for tables in schema aside
create publication new1 for all tables
create publication new1 for table ranges with (publish_via_partition_root)
alter publication pub add table told_too
alter publication pub add table told_too (id), ranges
alter publication pub add tables in schema aside
alter publication pub drop table told
alter publication pub set table told_too
alter publication pub set table told where (a > 5)
alter publication pub set tables in schema aside
alter publication pub set (publish = 'insert')
alter publication pub rename to renamed
alter publication pub owner to current_user
drop publication pub
drop publication pub, pub_schema
comment on publication pub is 'x'
alter table told alter b type varchar
alter table told drop b
alter table told set unlogged
alter table told drop constraint told_pkey
drop table told
truncate told
alter table aside.published set schema public
alter table told_too set schema aside
alter table identified replica identity default
alter table identified replica identity using index identified_other
alter table identified replica identity nothing
alter table identified alter a type bigint
alter table identified drop a
alter table identified alter a drop not null
drop index identified_idx
alter table identified add primary key using index identified_other
alter table clustered cluster on clustered_pkey
alter table clustered set without cluster
cluster clustered
cluster clustered using clustered_pkey
cluster (verbose) clustered
cluster verbose clustered using clustered_a
drop index clustered_a
alter table clustered alter a type bigint
comment on table clustered is null
-- domains
alter domain positive add check (value < 1000)
alter domain positive add constraint new1 check (value < 1000) not valid
alter domain positive drop constraint positive_check
alter domain positive drop constraint if exists nothing
alter domain positive set not null
alter domain positive drop not null
alter domain positive set default 5
alter domain positive drop default
alter domain arrayed add check (value < 100)
alter domain arrayed drop constraint arrayed_check
drop domain arrayed cascade
alter domain positive rename to renamed
alter domain positive rename constraint positive_check to renamed
alter domain positive set schema aside
alter domain positive owner to pg_monitor
alter domain positive validate constraint positive_check
alter domain later_positive validate constraint later_check
alter domain free_text add check (length(value) < 50)
alter domain free_text set not null
alter domain free_text add constraint new1 not null
alter domain short_text add check (value <> '')
alter domain free_amount add check (value > 0)
alter domain unused_domain add check (value < 100)
alter domain unused_domain set not null
drop domain unused_domain
drop domain positive cascade
drop domain free_text cascade
drop domain short_of_free cascade
create domain new1 as int check (value > 0)
create domain new1 as positive
comment on domain positive is 'x'
comment on constraint positive_check on domain positive is 'x'
alter table domained alter p type int
alter table domained alter p type bigint
alter table domained alter p type later_positive
alter table domained alter l type int
alter table domained alter s type text
alter table domained alter s type varchar(200)
alter table domained alter f type text
alter table domained alter f type short_text
alter table domained alter f type varchar
alter table domained alter m type numeric(10,2)
alter table domained alter m type numeric(12,2)
alter table domained alter m type numeric
alter table domained alter sf type free_text
alter table domained alter sf type text
alter table domained alter ps type int[]
alter table domained alter id type positive
alter table domained alter p set not null
alter table domained drop p
alter table domained add new1 positive
alter table domained add new1 later_positive
alter table domained add new1 short_text default 'x'
alter table domained add new1 free_text default 'x'
alter table domained add new1 free_amount default 5
alter table domained add new1 holder
alter table domained add new1 positive generated always as (3) stored
alter table pdomained add new1 positive
alter table pdomained alter p type int
drop table domained
-- enums
alter type mood add value 'new'
alter type mood add value if not exists 'ok'
alter type mood add value 'new' before 'ok'
alter type mood rename value 'ok' to 'fine'
alter type mood rename to renamed
alter type mood set schema aside
alter type mood owner to pg_monitor
create type new1 as enum ('a')
drop type mood cascade
drop type color cascade
drop type color
comment on type mood is 'x'
alter table moody alter m type text
alter table moody alter m type text using m::text
alter table moody alter m drop default
alter table moody alter m type mood
alter table moody alter m drop default, alter m type text
alter table moody alter c type text
alter table moody alter c type mood using 'ok'::mood
alter table moody alter ms type text[]
alter table moody add new1 mood default 'ok'
alter table moody add new1 mood[] default '{ok}'
alter table moody add new1 color default 'red' not null
alter table moody drop c
-- composite types and typed tables
create type new1 as (a int, b text)
create type new1 as range (subtype = int4)
create type new1
alter type free_pair add attribute z int
alter type free_pair drop attribute x
alter type free_pair alter attribute x type bigint
alter type free_pair rename attribute x to renamed
alter type free_pair add attribute z int cascade
alter type free_pair add attribute z int, drop attribute y
alter type free_pair rename to renamed
alter type free_pair set schema aside
alter type free_pair owner to pg_monitor
drop type free_pair
alter type pair add attribute z int
alter type pair rename attribute x to renamed
alter type pair drop attribute x
alter type pair alter attribute x type bigint
alter type pair rename to renamed
alter type pair owner to pg_monitor
drop type pair cascade
alter type row_type add attribute z int
alter type row_type add attribute z int cascade
alter type row_type drop attribute e cascade
alter type row_type alter attribute a type bigint cascade
alter type row_type alter attribute b type varchar(40) cascade
alter type row_type alter attribute b type text cascade
alter type row_type rename attribute a to renamed cascade
alter type row_type rename to renamed
alter type row_type set schema aside
alter type row_type owner to pg_monitor
drop type row_type cascade
create table new1 of row_type
create table new1 of row_type (id with options primary key, foreign key (a) references hub)
alter table typed not of
alter table typed alter a set not null
alter table typed add check (a > 0)
alter table typed alter a set default 4
alter table typed add primary key (id)
alter table typed set (fillfactor = 50)
alter table typed drop a
alter table typed rename to renamed
alter table typed owner to pg_monitor
alter table stranger of row_type
drop table typed
drop table typed_too
alter table paired alter q type text
alter table paired drop q
alter table paired add new1 pair default row(1, 'x')
alter table viewed alter a type bigint
alter table row_typed alter r type text
drop table row_typed
-- exclusion constraints
alter table excluded drop constraint excluded_r
alter table excluded alter r type int4range
alter table excluded alter r type text
alter table excluded add constraint new1 exclude using gist (r with &&)
alter table excluded add constraint new1 exclude using gist (r with &&) deferrable
alter table overlapped add exclude using gist (r with &&)
alter table overlapped add constraint new1 exclude using gist (r with &&) where (k > 5)
alter table overlapped add constraint new1 exclude (k with =)
alter table overlapped alter k type bigint
alter table overlapped add new1 int4range
reindex table excluded
reindex index excluded_r
drop index excluded_r
-- proofs of NOT NULL
alter table proved alter one set not null
alter table proved alter two set not null
alter table proved alter three set not null
alter table proved alter four set not null
alter table proved alter five set not null
alter table proved alter six set not null
alter table proved alter id set not null
alter table proved alter one set not null, drop constraint proved_one
alter table proved drop constraint proved_one, alter one set not null
alter table proved alter one set not null, alter two set not null, alter id set not null
alter table proved validate constraint proved_five, alter five set not null
alter table proved validate constraint proved_five
alter table proved add primary key (one)
alter table proved add primary key (id)
alter table proved add primary key (one, two)
alter table proved add primary key (five)
alter table proved add constraint new1 primary key using index proved_one_idx
alter table proved add constraint new1 primary key using index proved_five_idx
alter table proved add constraint new1 primary key using index proved_id_one_idx
alter table proved add constraint new1 unique using index proved_one_idx
alter table proved add check (one is not null)
alter table proved add constraint new1 not null one
alter table proved add constraint new1 not null five
alter table proved alter one type bigint
alter table proved alter five type bigint
alter table proved alter five type int
-- indexes
alter table indexed alter a type bigint
alter table indexed alter a type int
alter table indexed alter b type varchar(40)
alter table indexed alter b type text
alter table indexed alter b type varchar(20) collate "C"
alter table indexed alter b type text collate "Plain C"
alter table indexed alter e type varchar
alter table indexed alter e type varchar(40)
alter table indexed alter e type text collate "C"
alter table indexed alter n type bigint
alter table indexed alter n type smallint
alter table indexed alter arr type bigint[]
alter table indexed alter j type json
alter table indexed drop a
alter table indexed drop b
alter table indexed drop n
alter table indexed drop arr
alter table indexed drop constraint indexed_b
alter table indexed drop constraint indexed_pkey
alter table indexed drop constraint indexed_pkey, add primary key (id)
alter table indexed drop constraint indexed_pkey, add primary key using index indexed_un
alter table indexed add unique (a)
alter table indexed add unique using index indexed_ua
alter table indexed add constraint indexed_a unique using index indexed_ua
alter table indexed add constraint new1 unique using index indexed_un
alter table indexed add constraint new1 unique using index indexed_desc
alter table indexed add constraint new1 unique using index indexed_expr
alter table indexed add constraint new1 unique using index indexed_partial
alter table indexed alter constraint indexed_b deferrable
alter table indexed rename constraint indexed_b to renamed
alter table indexed rename a to renamed
alter table indexed set unlogged
alter table indexed add new1 int default volatile_one()
alter table indexed alter a set not null
alter table indexed cluster on indexed_a
alter table indexed replica identity using index indexed_un
create index on indexed using gin (j)
create index on indexed using spgist (p)
create index on indexed using gist (p)
create index on indexed (id, a, b, e)
create index new1 on indexed (a) tablespace pg_default
create index if not exists indexed_a on indexed (b)
create unique index if not exists new1 on indexed (id, n)
drop index indexed_a
drop index indexed_ua, indexed_un
drop index if exists indexed_a, nothing
drop index indexed_b
drop index concurrently indexed_a
alter index indexed_a rename to renamed
alter index if exists nothing rename to renamed
alter index indexed_a set (fillfactor = 70)
alter index indexed_a reset (fillfactor)
alter index indexed_gin set (fastupdate = off)
alter index indexed_lower alter column 1 set statistics 50
alter index indexed_a set tablespace pg_default
alter index indexed_pkey rename to renamed
alter index indexed_a depends on extension plpgsql
alter table indexed_a set (fillfactor = 70)
alter table indexed_a rename to renamed
alter index indexed_a owner to pg_monitor
reindex index indexed_a
reindex index indexed_pkey
reindex table indexed
reindex (verbose) index indexed_gin
reindex index concurrently indexed_a
cluster indexed using indexed_a
cluster indexed using indexed_gist
comment on index indexed_a is 'x'
comment on constraint indexed_b on indexed is 'x'
-- creating tables
create table new1 (id bigint primary key, a int unique, b text)
create table new1 (id bigint primary key, hub_id bigint references hub)
create table new1 (id bigint primary key, hub_id bigint references hub on delete cascade, target_id bigint references target)
create table new1 (id bigint primary key, parent bigint references new1)
create table new1 (x int, y int, foreign key (x, y) references hub (x, y))
create table new1 (id bigint references phub)
create table new1 (id bigint references hub, phub_id bigint references phub) partition by range (id)
create table new1 (id bigint references hub not enforced)
create table if not exists hub (id bigint references target)
create table if not exists new1 (id bigint references target)
create table new1 (like hub including all)
create table new1 (like hub, like target including constraints)
create table new1 (like seen)
create table new1 (like pair)
create table new1 (id int) inherits (root)
create table new1 (p positive, m mood, q pair)
create table new1 (id serial, k int generated always as identity)
create table new1 (v viewed)
create table new1 (id int default volatile_one())
create table aside.new1 (id bigint references hub)
create unlogged table new1 (id bigint references told)
create temporary table new1 (id int)
create temporary table new1 (id int) on commit drop
create temporary table new1 (id bigint references hub)
create table new1 as select * from hub
create table new1 as select * from hub with no data
create table new1 as table hub
create table new1 (id int check (id > 0), constraint c exclude (id with =))
create table new1 (id int) partition by range (id)
create table new1 (id bigint) with (fillfactor = 50)
create table new1 partition of ranges default
create foreign table new1 (id int) server nowhere
select id into new1 from hub
-- functions, operators, casts, types: nothing, unless something hangs on them
create or replace function touch() returns trigger language plpgsql as 'begin return old; end'
create or replace function immutable_plus(i int) returns int language plpgsql immutable as 'begin return i + 2; end'
create function new1() returns int language sql as 'select count(*)::int from hub'
create function new1() returns int language sql begin atomic select count(*)::int from hub; end
create procedure new1() language sql as 'delete from hub'
create aggregate new1 (int) (sfunc = int4pl, stype = int)
create operator === (leftarg = int, rightarg = text, function = int4pl)
create cast (pair as int) with function immutable_one()
create collation new1 (locale = 'C')
create schema new1
create schema new1 create table t (id bigint references hub)
create schema if not exists aside
create extension if not exists plpgsql
create extension btree_gist
create extension citext
create event trigger new1 on ddl_command_start execute function touch()
create text search configuration new1 (copy = simple)
create server new1 foreign data wrapper nothing
alter function touch() owner to pg_monitor
alter function volatile_one() immutable
alter function touch() rename to renamed
alter function touch() set schema aside
alter schema aside rename to renamed
alter schema "Other S" owner to pg_monitor
alter collation "Plain C" rename to renamed
alter default privileges grant select on tables to pg_monitor
drop function unused_touch()
drop function touch() cascade
drop function volatile_one() cascade
drop function immutable_plus(int) cascade
drop function stable_one() cascade
drop schema aside cascade
drop schema "Other S" cascade
drop schema "Other S"
drop collation "Plain C"
drop extension if exists citext
comment on function touch() is 'x'
comment on schema aside is 'x'
comment on database template1 is 'x'
grant usage on schema aside to pg_monitor
grant select on all tables in schema public to pg_monitor
grant execute on all functions in schema public to pg_monitor
grant select on hub, spoke, seen to pg_monitor
grant select (id), update (note) on hub to pg_monitor
revoke select on hub from pg_monitor
grant usage on type mood to pg_monitor
reassign owned by pg_monitor to current_user
drop owned by pg_monitor
-- more than one action
alter table hub add new1 int, add new2 bigint references target, drop note
alter table hub alter note set default 'x', alter note set statistics 5
alter table hub alter note set statistics 5, set (fillfactor = 77), alter x set (n_distinct = 5)
alter table hub add new1 int check (new1 > 0), alter note set not null
alter table spoke add constraint new1 foreign key (x) references target not valid, add constraint new2 check (x > 0) not valid
alter table spoke add constraint new1 foreign key (x) references target not valid, alter note set default 'x'
alter table spoke add constraint new1 foreign key (x) references target, enable trigger all
alter table spoke disable trigger user, alter note set statistics 6
alter table spoke alter hub_id type int, alter note set not null
alter table spoke drop hub_id, drop hub_code, drop x
alter table spoke drop constraint spoke_xy, add constraint spoke_xy foreign key (x, y) references hub (x, y) not valid
alter table spoke alter note type varchar(50), add check (note <> '')
alter table spoke add new1 int default volatile_one(), add check (x > 0)
alter table spoke add new1 int default volatile_one(), add constraint new2 foreign key (x) references target
alter table spoke add primary key (x), drop constraint spoke_pkey cascade
alter table ranges add new1 int, add check (a > 0), alter note set not null
alter table root add new1 int, alter b type text, drop constraint root_a
alter table counted alter x set not null, alter n type bigint, add unique (x)
-- blocks
do 'begin null; end'
do 'begin create table new1 (id int); alter table new1 add x int; end'
do 'begin alter table hub add new1 int; alter table spoke add new1 int; end'
do 'begin create index on hub (note); end'
do 'begin alter table hub alter note set not null; create index on spoke (note); end'
do 'begin execute ''alter table hub add new1 int''; end'
do 'begin execute ''create index on hub (note)''; end'
do 'begin drop view lonely_view; drop index spoke_hub_idx; end'
do 'begin if exists (select from hub) then alter table spoke drop constraint spoke_later; end if; end'
do 'begin update hub set note = ''x'' where id = 1; end'
do 'begin create table new1 (id bigint references hub); create trigger t after insert on target for each row execute function touch(); end'
do 'declare r record; begin for r in select 1 loop alter table hub set (fillfactor = 60); end loop; end'
do 'begin truncate told; end'
-- foreign tables, and what is not there
create foreign table new1 (id int check (id > 0)) server nowhere options (a 'b')
create foreign table new1 partition of ranges for values from (800) to (900) server nowhere
create foreign table new1 () inherits (root) server nowhere
alter foreign table foreign_t add new1 int
alter foreign table foreign_t add new1 int default volatile_one()
alter foreign table foreign_t drop note
alter foreign table foreign_t drop a cascade
alter foreign table foreign_t alter note type varchar(10)
alter foreign table foreign_t alter a set not null
alter foreign table foreign_t alter a set default 5
alter foreign table foreign_t alter a set statistics 5
alter foreign table foreign_t alter a options (x 'y')
alter foreign table foreign_t options (x 'y')
alter foreign table foreign_t add constraint new1 check (a > 0)
alter foreign table foreign_t add constraint new1 check (a > 0) not valid
alter foreign table foreign_t rename to renamed
alter foreign table foreign_t rename a to renamed
alter foreign table foreign_t owner to pg_monitor
alter foreign table foreign_t set schema aside
alter foreign table foreign_t inherit side
alter foreign table if exists nothing add new1 int
alter table foreign_t add new1 int
alter table foreign_t disable trigger all
alter table ranges attach partition foreign_new for values from (700) to (800)
drop foreign table foreign_t
drop foreign table foreign_t cascade
drop foreign table if exists foreign_new, nothing
drop server nowhere cascade
drop foreign data wrapper nothing cascade
comment on foreign table foreign_t is 'x'
grant select on foreign_t to pg_monitor
create trigger new1 before insert on foreign_t for each row execute function touch()
create view new1 as select * from foreign_t
create statistics new1 on id, a from foreign_t
truncate foreign_t
alter table if exists nothing add a int
alter table if exists only nothing drop a
alter view if exists nothing set (security_barrier)
drop table if exists nothing
drop index if exists nothing
alter index if exists nothing set (fillfactor = 50)
alter materialized view if exists nothing rename to renamed
