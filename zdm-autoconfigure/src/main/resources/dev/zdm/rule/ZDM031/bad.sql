alter table orders add constraint total_positive check (total > 0);
alter table orders add check (total > 0 and email <> '');
