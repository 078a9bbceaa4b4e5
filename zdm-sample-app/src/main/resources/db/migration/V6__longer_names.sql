-- Ticket: "the form cuts my name off".
alter table customers alter column name type varchar(200);
