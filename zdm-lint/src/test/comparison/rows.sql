-- The rows with which the server is measured: what it checks, it then really reads.
insert into regions select i, 'region ' || i, 1000 * i from generate_series(1, 10) i;
insert into customers (email, country) select 'c' || i || '@example.org', 'de' from generate_series(1, 200) i;
insert into orders (customer_id, status, code, reference, quantity, total, placed_at, barcode, region_id)
    select 1 + i % 200, 'open', 'c' || i, 'r' || i, 1, i, '2026-03-01', i, 1 from generate_series(1, 2000) i;
insert into tickets select i, 'holder ' || i from generate_series(1, 500) i;
insert into old_orders select i, i from generate_series(1, 100) i;
insert into events select i, '2026-03-01' from generate_series(1, 500) i;
insert into events select i, '2020-03-01' from generate_series(1, 500) i;
insert into readings select i, '2026-03-01' from generate_series(1, 500) i;
insert into readings_2027 select i, '2027-03-01' from generate_series(1, 500) i;
insert into readings_2028 select i, '2028-03-01' from generate_series(1, 500) i;
refresh materialized view order_totals;
analyze;
