create or replace view totals as select sum(total::numeric) as total from orders;
