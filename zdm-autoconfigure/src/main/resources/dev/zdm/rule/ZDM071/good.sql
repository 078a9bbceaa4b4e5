begin;
create table events_2027 (like events including all);
alter table events attach partition events_2027 for values from ('2027-01-01') to ('2028-01-01');
commit;
select relispartition from pg_class where oid = 'events_2027'::regclass;
