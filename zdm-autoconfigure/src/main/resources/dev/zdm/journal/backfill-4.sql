-- From version 3 to 4: windows have more or fewer stripes than sixteen.
alter table zdm.backfill_range
	-- how many the open window has; null for sixteen
	add column stripes integer,
	-- how many the next window gets
	add column next_stripes integer,
	-- the worker, if it knows that their number varies
	add column striper text,
	-- keeps who knows of sixteen only from a window that has another number
	add constraint backfill_range_stripes
		check (window_to is null or stripes is null or stripes = 16 or striper is not distinct from worker);
