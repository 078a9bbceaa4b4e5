vacuum (analyze) orders;
select reltuples = 100 from pg_class where oid = 'orders'::regclass;
