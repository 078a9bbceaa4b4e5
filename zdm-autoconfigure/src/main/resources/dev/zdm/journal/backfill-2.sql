-- From version 1 to 2: partitions; stripes; rows can be put aside; the verification goes on where it was.
alter table zdm.backfill_range
	-- the partition whose rows it holds, qualified and quoted, and the key along which that one is walked; null for the
	-- backfill's own table and key, which is empty where each range has its own
	add column partition text,
	add column key_columns text,
	-- While it is worked on in stripes: where the open window begins and ends, how many rows it had, the stripe that is
	-- being worked on, and the last key that is done in it
	add column window_from text[],
	add column window_to text[],
	add column window_rows bigint,
	add column stripe integer,
	add column stripe_cursor text[],
	-- how many rows windows have at present; 0 while it is worked on plainly
	add column window_size bigint not null default 0,
	-- keeps who knows nothing of windows from passing an open one
	add constraint backfill_range_window check (window_to is null or window_from is not distinct from cursor),
	-- rows put aside since a row was last changed
	add column aside_in_a_row integer not null default 0,
	-- up to where it was verified, and what was found to match the definition's where so far
	add column verified_to text[],
	add column rows_left bigint not null default 0,
	-- nothing more is to be done: the rows, those put aside, the verification
	add column ended boolean not null default false;

update zdm.backfill_range r set ended = true from zdm.backfill b where b.id = r.backfill and b.state = 'done';

-- Rows that could not be changed. They are tried again at the end, and when the backfill is resumed after that.
create table zdm.backfill_aside (
	backfill bigint not null,
	range integer not null,
	-- key values as text
	key text[] not null,
	sql_state text not null,
	-- without values of the row
	message text not null,
	-- whether it was tried again since the backfill last began or was resumed
	retried boolean not null default false,
	at timestamptz not null default clock_timestamp(),
	primary key (backfill, range, key),
	foreign key (backfill, range) references zdm.backfill_range on delete cascade
);

-- What the first batch did, which was rolled back: for what is to be expected.
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
