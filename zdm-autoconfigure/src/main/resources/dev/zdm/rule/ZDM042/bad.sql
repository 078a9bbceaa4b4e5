alter table orders set unlogged;
alter table drafts set logged;
