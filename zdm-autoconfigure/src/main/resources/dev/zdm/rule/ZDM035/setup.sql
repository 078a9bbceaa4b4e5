create table bookings (id bigint primary key, during daterange);
insert into bookings select n, daterange(date '2026-01-01' + n, date '2026-01-02' + n) from generate_series(1, 100) n;
