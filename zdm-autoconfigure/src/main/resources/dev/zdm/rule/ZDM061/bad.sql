truncate orders;
truncate table orders restart identity cascade;
