alter table orders add column data jsonb;
select count(*) = 100 from (select distinct * from orders) as rows;
