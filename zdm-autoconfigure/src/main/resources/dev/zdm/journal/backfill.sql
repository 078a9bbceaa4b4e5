-- One row per definition of a backfill. A name may come back with another definition once the one before has ended.
create table zdm.backfill (
	id bigint generated always as identity primary key,
	name text not null,
	fingerprint text not null,
	-- resolved, qualified and quoted
	table_name text not null,
	-- the key along which it walks, with types: cursors are good for this key only
	key_columns text not null,
	state text not null default 'waiting'
		check (state in ('waiting', 'running', 'paused', 'cancelled', 'done', 'failed')),
	reason text not null default '',
	-- rows of the table when the upper bound was fixed; never changed, so that percent never goes back
	rows_estimated bigint not null,
	-- what verification found to match the definition's where in the end; null when not verified
	rows_left bigint,
	last_error text,
	created_at timestamptz not null default now(),
	started_at timestamptz,
	finished_at timestamptz,
	unique (name, fingerprint)
);

-- Two backfills never work on one table at the same time.
create unique index backfill_one_per_table on zdm.backfill (table_name) where state = 'running';

-- One row per key range. Each batch updates it once, in the transaction that changes the rows; where the epoch is not the
-- worker's own, that transaction is rolled back. The room left on each page keeps these updates HOT.
create table zdm.backfill_range (
	backfill bigint not null references zdm.backfill on delete cascade,
	number integer not null,
	-- key values as text: from (exclusive, null for the beginning) to (inclusive), and the last key that is done
	lower_bound text[],
	upper_bound text[] not null,
	cursor text[],
	done boolean not null default false,
	epoch bigint not null default 0,
	worker text,
	rows_seen bigint not null default 0,
	rows_done bigint not null default 0,
	batches bigint not null default 0,
	batch_rows integer,
	-- time spent on it, not counting stops
	worked interval not null default '0',
	pace double precision not null default 1,
	pace_reason text not null default '',
	last_error text,
	touched_at timestamptz not null default now(),
	primary key (backfill, number)
) with (fillfactor = 10);

-- The last few readings of a range's counters: for the rate and the time left.
create table zdm.backfill_sample (
	backfill bigint not null,
	range integer not null,
	slot integer not null,
	at timestamptz not null,
	rows_seen bigint not null,
	rows_done bigint not null,
	worked interval not null,
	primary key (backfill, range, slot),
	foreign key (backfill, range) references zdm.backfill_range on delete cascade
) with (fillfactor = 10);

-- As db-scheduler 16 wants it: https://github.com/kagkarlsson/db-scheduler, postgresql_tables.sql
create table zdm.scheduled_tasks (
	task_name text not null,
	task_instance text not null,
	task_data bytea,
	execution_time timestamp with time zone not null,
	picked boolean not null,
	picked_by text,
	last_success timestamp with time zone,
	last_failure timestamp with time zone,
	consecutive_failures integer,
	last_heartbeat timestamp with time zone,
	version bigint not null,
	priority smallint,
	primary key (task_name, task_instance)
);

create index execution_time_idx on zdm.scheduled_tasks (execution_time);

create index last_heartbeat_idx on zdm.scheduled_tasks (last_heartbeat);

create index priority_execution_time_idx on zdm.scheduled_tasks (priority desc, execution_time asc);
