-- From version 3 to 4: windows have more or fewer stripes.
alter table zdm.backfill_range
	-- how many stripes the open window has, or where none is open, those that the next one gets
	add column stripes integer;

-- so many they all had
update zdm.backfill_range set stripes = 16 where window_to is not null;
