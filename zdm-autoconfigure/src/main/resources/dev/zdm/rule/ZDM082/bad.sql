update orders set region = 'eu' where region is null;
delete from orders;
insert into archive select id, email from orders;
with gone as (delete from archive returning id) insert into size select 0 from gone where id = 1;
merge into orders o using archive a on a.id = o.id when matched then update set email = a.email;
