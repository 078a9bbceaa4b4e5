create table bookings_2 (id bigint primary key, during daterange,
    constraint no_overlap exclude using gist (during with &&));
-- In small batches; the application writes both tables meanwhile, then only the new one.
insert into bookings_2 select * from bookings;
select count(*) = 100 from bookings_2;
