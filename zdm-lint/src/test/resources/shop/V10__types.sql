insert into orders (id) values (1);
	alter table orders
	alter column total type text;
alter table events add column seen timestamptz default clock_timestamp();
