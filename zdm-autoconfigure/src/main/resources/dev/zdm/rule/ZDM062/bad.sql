drop table orders cascade;
