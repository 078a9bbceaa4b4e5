alter table orders add constraint orders_email unique (email);
alter table orders add primary key (id);
