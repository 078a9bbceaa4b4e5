-- What the proof runs on. Names of tables and constraints are unique across schemas.
create schema "Other S";
create schema aside;

create domain free_text as text;
create domain free_amount as numeric(10,2);
create domain short_text as text check (length(value) < 100);
create domain positive as int constraint positive_check check (value > 0);
create domain later_positive as int;
alter domain later_positive add constraint later_check check (value > 0) not valid;
create domain short_of_free as free_text;
create domain arrayed as int check (value > 0);
create domain unused_domain as int check (value > 0);
create type mood as enum ('sad', 'ok', 'happy');
create type color as enum ('red', 'green');
create type pair as (x int, y text);
create type row_type as (id bigint, a int, b varchar(20), e text);
create type free_pair as (x int, y text);
create type holder as (p pair, n int);
create function immutable_one() returns int language sql immutable as 'select 1';
create function stable_one() returns int language sql stable as 'select 1';
create function volatile_inlined() returns int language sql volatile as 'select 1';
create function volatile_one() returns int language plpgsql volatile as 'begin return 1; end';
create function immutable_plus(i int) returns int language plpgsql immutable as 'begin return i + 1; end';
create function touch() returns trigger language plpgsql as 'begin return new; end';
create function unused_touch() returns trigger language plpgsql as 'begin return new; end';
create collation "Plain C" (locale = 'C');

-- referenced by many, and referring to itself
create table hub (id bigint primary key, code varchar(20) unique, x int, y int, parent bigint references hub, note text,
    constraint hub_xy unique (x, y));
insert into hub select n, 'c' || n, n, n, n, 'n' from generate_series(1, 20) n;
create table target (id bigint primary key, code varchar(20) unique, x int not null, y int not null, note text,
    constraint target_xy unique (x, y));
insert into target select n, 'c' || n, n, n, 'n' from generate_series(1, 20) n;
create table spoke (id bigint primary key, hub_id bigint references hub, hub_code varchar(20) references hub (code),
    x int, y int, later_id bigint, del_id bigint references hub on delete cascade, note text,
    constraint spoke_xy foreign key (x, y) references hub (x, y));
insert into spoke select n, n, 'c' || n, n, n, n, n, 'n' from generate_series(1, 20) n;
alter table spoke add constraint spoke_later foreign key (later_id) references hub not valid;
create index spoke_hub_idx on spoke (hub_id);
create table chain (id bigint primary key references spoke, note text);
insert into chain select n, 'n' from generate_series(1, 20) n;
create table moments (at timestamp primary key);
insert into moments values ('2026-01-01');
create table visits (id int, at timestamp references moments);
insert into visits values (1, '2026-01-01');

-- partitioned on both ends of foreign keys
create table phub (id bigint primary key, code text) partition by range (id);
create table phub_1 partition of phub for values from (0) to (100);
create table phub_2 partition of phub for values from (100) to (200);
insert into phub select n, 'c' || n from generate_series(1, 20) n;
insert into phub select n, 'c' || n from generate_series(101, 110) n;
create table pspoke (id bigint, hub_id bigint references hub, own_id bigint, note text) partition by range (id);
create table pspoke_1 partition of pspoke for values from (0) to (100);
create table pspoke_2 partition of pspoke for values from (100) to (200) partition by list (note);
create table pspoke_2_a partition of pspoke_2 for values in ('a');
insert into pspoke select n, n, n, 'n' from generate_series(1, 20) n;
create table rim (id bigint primary key, phub_id bigint references phub);
insert into rim select n, n from generate_series(1, 20) n;
create table prim (id bigint, phub_id bigint references phub) partition by range (id);
create table prim_1 partition of prim for values from (0) to (100);
insert into prim select n, n from generate_series(1, 20) n;

-- views
create table viewed (id bigint primary key, a int, b varchar(20), e text, unseen int);
insert into viewed select n, n, 'b' || n, 'e' || n, n from generate_series(1, 20) n;
create view seen as select id, a, b from viewed;
create view seen_again as select id, a from seen;
create materialized view stored as select id, a, b from viewed;
create unique index stored_id on stored (id);
create index stored_a on stored (a);
create materialized view stored_again as select id, a from seen;
create materialized view empty_stored as select id from viewed with no data;
create view "Other S"."V.1" as select id as "I d", a from viewed;
create view lonely_view as select 1 as a, 'x'::text as b;
create view ruled_view as select 1 as a;
create rule ruled_view_ins as on insert to ruled_view do instead nothing;
create view trig_view as select 1 as a;
create trigger trig_view_ins instead of insert on trig_view for each row execute function touch();
create table typed_by_view (v seen_again);
create view joined as select v.id, h.code from viewed v join hub h on h.id = v.id;

-- computed columns
create table counted (id int generated always as identity primary key, s serial, k int generated by default as identity,
    x int, y int generated always as (x * 2) stored, w int generated always as (immutable_plus(x)) stored, n int not null default 3);
insert into counted (x) select n from generate_series(1, 20) n;
create sequence free_seq;
create sequence owned_seq owned by counted.x;
create sequence used_seq;
create table seq_user (id bigint default nextval('used_seq'), a int default volatile_one(), b int default stable_one());
insert into seq_user select from generate_series(1, 20) n;

-- triggers, rules, policies, publications, statistics
create table triggered (id bigint primary key, a int, b varchar(20));
create trigger triggered_before before insert or update on triggered for each row execute function touch();
create trigger triggered_of after update of b on triggered for each row execute function touch();
create trigger triggered_when before update on triggered for each row when (old.a is distinct from new.a) execute function touch();
create constraint trigger triggered_late after insert on triggered deferrable initially deferred for each row execute function touch();
insert into triggered select n, n, 'b' from generate_series(1, 20) n;
create table ptriggered (id bigint, a int) partition by range (id);
create table ptriggered_1 partition of ptriggered for values from (0) to (100);
create trigger ptriggered_row after insert on ptriggered for each row execute function touch();
create table ruled (id bigint, a int);
create rule ruled_upd as on update to ruled do also nothing;
insert into ruled select n, n from generate_series(1, 20) n;
create table policed (id bigint, a int, who text);
alter table policed enable row level security;
create policy policed_own on policed using (who = current_user);
create policy policed_a on policed for select using (a > 0);
insert into policed select n, n, 'w' from generate_series(1, 20) n;
create table counting (id bigint, a int, b int, e text);
create statistics counting_ab on a, b from counting;
create statistics counting_expr on (a + b), (lower(e)) from counting;
insert into counting select n, n, n, 'e' from generate_series(1, 20) n;
create table told (id bigint primary key, a int, b text);
create table told_too (id bigint primary key, a int);
create publication pub for table told;
create publication pub_schema for tables in schema aside;
create table aside.published (id bigint primary key, a int);
insert into told select n, n, 'b' from generate_series(1, 20) n;
create table identified (id bigint not null, a int not null, b text);
create unique index identified_idx on identified (a);
create unique index identified_other on identified (id);
alter table identified replica identity using index identified_idx;
insert into identified select n, n, 'b' from generate_series(1, 20) n;
create table clustered (id bigint primary key, a int, b text);
create index clustered_a on clustered (a);
alter table clustered cluster on clustered_a;
insert into clustered select n, n, 'b' from generate_series(1, 20) n;
comment on table clustered is 'a';

-- types of their own
create table domained (id bigint, p positive, l later_positive, s short_text, f free_text, ps arrayed[], m free_amount, sf short_of_free);
insert into domained select n, n, n, 's', 'f', array[n], n, 'sf' from generate_series(1, 20) n;
create table pdomained (id bigint, p positive) partition by range (id);
create table pdomained_1 partition of pdomained for values from (0) to (100);
insert into pdomained select n, n from generate_series(1, 20) n;
create table domained_in_pair (id bigint, h holder);
create table moody (id bigint, m mood default 'ok', c color, ms mood[]);
insert into moody select n, 'ok', 'red', array['ok']::mood[] from generate_series(1, 20) n;
create table paired (id bigint, q pair, qs pair[]);
insert into paired select n, row(n, 'y')::pair, array[row(n, 'y')::pair] from generate_series(1, 20) n;
create table typed of row_type;
insert into typed select n, n, 'b', 'e' from generate_series(1, 20) n;
create table typed_too of row_type (id with options primary key);
create index typed_b on typed (b);
create table row_typed (id bigint, r viewed);
create table excluded (id bigint, r int4range, constraint excluded_r exclude using gist (r with &&));
insert into excluded select n, int4range(n * 10, n * 10 + 5) from generate_series(1, 20) n;
create table overlapped (id bigint, r int4range, k int);
insert into overlapped select n, int4range(n * 10, n * 10 + 5), n from generate_series(1, 20) n;

-- NOT NULL that is proved, or not
create table proved (id bigint, one int constraint proved_one check (one is not null), two int, three int, four int,
    five int, six int, constraint proved_two check (two is not null and three > 0),
    constraint proved_four check ((four is not null) = true), constraint proved_six check (six > 0));
alter table proved add constraint proved_five check (five is not null) not valid;
create unique index proved_one_idx on proved (one);
create unique index proved_five_idx on proved (five);
create unique index proved_id_one_idx on proved (id, one);
insert into proved select n, n, n, n, n, n, n from generate_series(1, 20) n;

-- indexes of every kind
create table indexed (id bigint primary key, a int, b varchar(20), e text, n int not null, arr int[], j jsonb, p point,
    constraint indexed_b unique (b) deferrable initially deferred);
create index indexed_a on indexed (a);
create index indexed_part on indexed (a) where n > 3;
create index indexed_lower on indexed (lower(e));
create index indexed_inc on indexed (n) include (a);
create index indexed_gin on indexed using gin (arr);
create index indexed_hash on indexed using hash (a);
create index indexed_brin on indexed using brin (id);
create index indexed_gist on indexed using gist (p);
create unique index indexed_ua on indexed (a);
create unique index indexed_un on indexed (n);
create unique index indexed_desc on indexed (n desc);
create unique index indexed_expr on indexed ((a + 1));
create unique index indexed_partial on indexed (n) where n > 3;
insert into indexed select n, n, 'b' || n, 'e', n, array[n], '{}', point(n, n) from generate_series(1, 20) n;

-- a partitioned table with two levels and a default, tables to attach to it, and an index of the parent only
create table ranges (id bigint not null, a int, note text) partition by range (id);
create table ranges_1 partition of ranges for values from (0) to (100);
create table ranges_2 partition of ranges for values from (100) to (200) partition by list (note);
create table ranges_2_a partition of ranges_2 for values in ('a');
create table ranges_2_rest partition of ranges_2 default;
create table ranges_rest partition of ranges default;
create index ranges_a on ranges (a);
create index ranges_only on only ranges (note);
create index ranges_1_note on ranges_1 (note);
insert into ranges select n, n, 'n' from generate_series(1, 20) n;
insert into ranges select n, n, 'a' from generate_series(101, 120) n;
insert into ranges values (5000, 1, 'x');
create table joins (id bigint not null, a int, note text);
insert into joins select n, n, 'n' from generate_series(201, 220) n;
create table joins_checked (id bigint not null, a int, note text, constraint joins_bound check (id >= 300 and id < 400));
insert into joins_checked select n, n, 'n' from generate_series(301, 320) n;
create table joins_split (id bigint not null, a int, note text) partition by range (id);
create table joins_split_1 partition of joins_split for values from (400) to (450);
insert into joins_split select n, n, 'n' from generate_series(401, 420) n;
create table joins_indexed (id bigint not null, a int, note text);
create index joins_indexed_a on joins_indexed (a);
create index joins_indexed_note on joins_indexed (note);
create table lists (id bigint, kind text not null, a int) partition by list (kind);
create table lists_a partition of lists for values in ('a');
create table lists_b partition of lists for values in ('b');
insert into lists select n, 'a', n from generate_series(1, 20) n;
create table lists_c (id bigint, kind text not null, a int);
create table lists_d (id bigint, kind text not null, a int, constraint lists_d_kind check (kind = 'd'));
create table guarded (id bigint not null, a int) partition by range (id);
create table guarded_1 partition of guarded for values from (0) to (100);
create table guarded_rest partition of guarded default;
alter table guarded_rest add constraint guarded_rest_id check (id >= 1000);
create table guarded_new (id bigint not null, a int);
create table keyed (id bigint primary key, a int, constraint keyed_a unique (id, a)) partition by range (id);
create table keyed_1 partition of keyed for values from (0) to (100);
create table keyed_2 partition of keyed for values from (100) to (200);
create table keyed_new (id bigint not null, a int);

-- inheritance: two levels, two parents
create table root (id bigint, a int, b varchar(20), constraint root_a check (a < 1000), constraint root_own check (a < 2000) no inherit);
create table side (id bigint, w int);
create table child (c2 int) inherits (root);
create table grandchild (g2 int) inherits (child, side);
create table stranger (id bigint, a int, b varchar(20), constraint root_a check (a < 1000));
insert into root select n, n, 'b' from generate_series(1, 20) n;
insert into child select n, n, 'b', n from generate_series(1, 20) n;
insert into grandchild select n, n, 'b', n, n from generate_series(1, 20) n;

-- foreign tables; nothing can be read from them, which no case does
create foreign data wrapper nothing;
create server nowhere foreign data wrapper nothing;
create foreign table foreign_t (id bigint not null, a int, note text) server nowhere;
create foreign table foreign_new (id bigint not null, a int, note text, constraint foreign_new_id check (id >= 700 and id < 800)) server nowhere;
create view foreign_seen as select id, a from foreign_t;
