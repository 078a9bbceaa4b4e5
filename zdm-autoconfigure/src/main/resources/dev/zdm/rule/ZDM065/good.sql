alter type status add value 'lost';
insert into parcels values (1, 'lost');
select state = 'lost' from parcels;
