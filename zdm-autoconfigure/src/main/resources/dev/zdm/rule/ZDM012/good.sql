create index events_day on only events (day);
create index concurrently events_2026_day on events_2026 (day);
alter index events_day attach partition events_2026_day;
select indisvalid from pg_index where indexrelid = 'events_day'::regclass;
