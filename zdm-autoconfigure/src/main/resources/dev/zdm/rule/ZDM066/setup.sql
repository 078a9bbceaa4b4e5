create type address as (street text, zip integer);
create table addresses of address;
insert into addresses select 's', n from generate_series(1, 100) n;
