create table events (day date not null, what text) partition by range (day);
create table events_2026 partition of events for values from ('2026-01-01') to ('2027-01-01');
insert into events select date '2026-01-01' + n, 'e' from generate_series(1, 100) n;
