create index events_day on events (day);
