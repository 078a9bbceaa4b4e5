-- From version 4 to 5: windows have 11, 17 or 31 stripes, and a key belongs to that with the number of its remainder.
-- For powers of two that is what was there before.
alter table zdm.backfill_range drop constraint backfill_range_stripes;
update zdm.backfill_range set striper = striper || ' 5' where striper is not null;
alter table zdm.backfill_range
	-- keeps who looks at the last bits of keys only from a window that others have opened since
	add constraint backfill_range_stripes
		check (window_to is null or stripes is null or stripes = 16 or striper is not distinct from worker || ' 5');
