-- Replicas that were connected, by name, and how many of a name at once. One that is here and not connected is missed;
-- a row that is deleted here is forgotten by all instances.
create table zdm.replica (
	name text primary key,
	count integer not null,
	seen_at timestamptz not null
);
