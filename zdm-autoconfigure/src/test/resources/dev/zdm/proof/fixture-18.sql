-- What only PostgreSQL 18 knows.
create table virtual (id bigint, x int, z int generated always as (x + 1) virtual);
insert into virtual select n, n from generate_series(1, 20) n;
create table unchecked (id bigint primary key, a int constraint unchecked_a check (a > 0) not enforced, hub_id bigint,
    constraint unchecked_hub foreign key (hub_id) references hub not enforced, n int, m int, constraint unchecked_m not null m no inherit);
insert into unchecked select n, n, n, n, n from generate_series(1, 20) n;
alter table unchecked add constraint unchecked_n not null n not valid;
create unique index unchecked_n_idx on unchecked (n);
create table pending (id bigint, n int) partition by range (id);
create table pending_1 partition of pending for values from (0) to (100);
alter table pending add constraint pending_n not null n not valid;
create table late_spoke (id bigint, hub_id bigint) partition by range (id);
create table late_spoke_1 partition of late_spoke for values from (0) to (100);
alter table late_spoke add constraint late_spoke_hub foreign key (hub_id) references hub not valid;
create table temporal (id int4range, during daterange, constraint temporal_pk primary key (id, during without overlaps));
