alter table events detach partition events_2026 concurrently;
select not relispartition from pg_class where oid = 'events_2026'::regclass;
