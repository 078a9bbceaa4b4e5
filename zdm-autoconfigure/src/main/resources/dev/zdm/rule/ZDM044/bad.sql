alter table orders set access method heap_2;
