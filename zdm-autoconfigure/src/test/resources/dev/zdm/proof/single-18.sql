-- Cases about what only PostgreSQL 18 knows.
alter table virtual alter z set expression as (x + 2)
alter table virtual alter z drop expression
alter table virtual alter z set not null
alter table virtual alter z type bigint
alter table virtual alter x type bigint
alter table virtual drop z
alter table virtual drop x cascade
alter table virtual add check (z > 0)
alter table virtual add constraint new1 check (z > 0) not valid
alter table virtual add constraint new1 not null z
alter table virtual add new1 int generated always as (x * 3) virtual
alter table virtual add new1 int generated always as (x * 3) virtual not null
alter table virtual add new1 int generated always as (x * 3) virtual check (new1 > 0)
alter table virtual add new1 int generated always as (x * 3) stored
alter table virtual alter z set default 5
create index on virtual (z)
create index on virtual ((z + 1))
alter table unchecked alter constraint unchecked_hub enforced
alter table unchecked alter constraint unchecked_hub not enforced
alter table unchecked alter constraint unchecked_hub deferrable
alter table unchecked validate constraint unchecked_a
alter table unchecked validate constraint unchecked_n
alter table unchecked drop constraint unchecked_n
alter table unchecked drop constraint unchecked_hub
alter table unchecked drop constraint unchecked_a
alter table unchecked alter n set not null
alter table unchecked alter n drop not null
alter table unchecked alter m set not null
alter table unchecked alter n type bigint
alter table unchecked alter a type bigint
alter table unchecked alter hub_id type int
alter table unchecked alter constraint unchecked_m inherit
alter table unchecked alter constraint unchecked_n no inherit
alter table unchecked add primary key using index unchecked_n_idx
alter table unchecked add constraint new1 not null a
alter table unchecked rename constraint unchecked_n to renamed
alter table pending validate constraint pending_n
alter table pending alter n set not null
alter table pending drop constraint pending_n
alter table pending add new1 int
alter table pending_1 alter n set not null
alter table pending detach partition pending_1
create table pending_2 partition of pending for values from (100) to (200)
alter table late_spoke validate constraint late_spoke_hub
alter table late_spoke drop constraint late_spoke_hub
alter table late_spoke alter hub_id type int
alter table late_spoke_1 validate constraint late_spoke_hub
alter table late_spoke detach partition late_spoke_1
alter table hub alter id type int, alter parent type int
alter table temporal drop constraint temporal_pk
alter table temporal add new1 int
reindex table temporal
alter table overlapped add constraint new1 unique (r without overlaps)
create table new1 (id int4range, during daterange, constraint new1_pk primary key (id, during without overlaps))
create table new1 (id int4range, during daterange, foreign key (id, period during) references temporal (id, period during))
alter table hub add constraint new1 foreign key (x) references target not enforced
alter table ranges add constraint new1 foreign key (id) references target not valid
alter table ranges add constraint new1 foreign key (id) references target not enforced
alter table ranges add constraint new1 not null a not valid
alter table root add constraint new1 not null a not valid
alter table root add constraint new1 not null a
alter table only root add constraint new1 not null a no inherit
alter table proved add constraint new1 not null three not valid, alter three set not null
alter table proved add constraint new1 not null three, alter three set not null
