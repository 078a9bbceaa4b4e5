-- Which parts of schema zdm exist, and in which version.
create table if not exists zdm.part (
	name text primary key,
	version integer not null,
	created_at timestamptz not null default now()
);
