-- From version 1 to 2: partitions; stripes; rows can be put aside; the verification goes on where it was.
alter table zdm.backfill_range
	add column partition text,
	add column key_columns text,
	add column window_from text[],
	add column window_to text[],
	add column window_rows bigint,
	add column stripe integer,
	add column stripe_cursor text[],
	add column window_size bigint not null default 0,
	add constraint backfill_range_window check (window_to is null or window_from is not distinct from cursor),
	add column aside_in_a_row integer not null default 0,
	add column verified_to text[],
	add column rows_left bigint not null default 0,
	add column ended boolean not null default false;

update zdm.backfill_range r set ended = true from zdm.backfill b where b.id = r.backfill and b.state = 'done';

create table zdm.backfill_aside (
	backfill bigint not null,
	range integer not null,
	key text[] not null,
	sql_state text not null,
	message text not null,
	retried boolean not null default false,
	at timestamptz not null default clock_timestamp(),
	primary key (backfill, range, key),
	foreign key (backfill, range) references zdm.backfill_range on delete cascade
);

create table zdm.backfill_preflight (
	backfill bigint primary key references zdm.backfill on delete cascade,
	at timestamptz not null default clock_timestamp(),
	rows_seen bigint not null,
	rows_changed bigint not null,
	millis double precision not null,
	wal_bytes bigint not null,
	rows_hot bigint not null,
	row_bytes double precision not null,
	triggers text[] not null,
	warnings text[] not null
);
