create table drafts_2 (id bigint primary key);
-- In small batches; the application writes both tables meanwhile, then only the new one.
insert into drafts_2 select * from drafts;
select relpersistence = 'p' from pg_class where oid = 'drafts_2'::regclass;
