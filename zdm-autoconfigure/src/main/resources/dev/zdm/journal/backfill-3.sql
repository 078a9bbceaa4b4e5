-- From version 2 to 3: backfills that wait for others or for migrations; priority; hours of the day.
alter table zdm.backfill
	-- whether its ranges are fixed; they are not while it waits for other backfills or for migrations
	add column prepared boolean not null default true,
	-- as the instance that started last declares it: which goes first, and the hours in which it is worked on
	add column priority integer not null default 0,
	add column hours_from time,
	add column hours_to time,
	add column hours_zone text;
