alter table orders drop column email;
alter table orders drop column if exists total cascade;
