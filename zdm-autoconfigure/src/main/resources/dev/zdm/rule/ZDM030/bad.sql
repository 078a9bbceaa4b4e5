alter table orders alter column email set not null;
alter table orders alter column email set not null, alter column total set not null;
