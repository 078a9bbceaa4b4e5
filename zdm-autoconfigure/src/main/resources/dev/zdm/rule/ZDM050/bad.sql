alter table orders rename column email to mail;
alter table orders rename to purchases;
