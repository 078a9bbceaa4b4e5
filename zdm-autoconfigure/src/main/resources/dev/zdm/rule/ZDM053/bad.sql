alter table orders rename column email to address;
alter table orders rename mail to address;
