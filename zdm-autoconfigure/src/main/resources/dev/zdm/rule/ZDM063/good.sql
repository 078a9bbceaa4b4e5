alter domain address add constraint has_at check (value like '%@%') not valid;
alter table orders add constraint email_has_at check (email like '%@%') not valid;
alter table orders validate constraint email_has_at;
select convalidated from pg_constraint where conname = 'email_has_at';
