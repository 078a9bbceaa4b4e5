-- a hurried type change
alter table orders alter column id type integer;
