alter table orders alter column code type varchar(20);
alter table orders alter column note type text collate "C";
