alter table events_2027 add constraint bound check (day >= '2027-01-01' and day < '2028-01-01') not valid;
alter table events_2027 validate constraint bound;
alter table events attach partition events_2027 for values from ('2027-01-01') to ('2028-01-01');
alter table events_2027 drop constraint bound;
select count(*) = 150 from events;
