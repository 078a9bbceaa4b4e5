alter table orders add constraint orders_email_not_null check (email is not null) not valid;
alter table orders validate constraint orders_email_not_null;
alter table orders alter column email set not null;
alter table orders drop constraint orders_email_not_null;
select attnotnull from pg_attribute where attrelid = 'orders'::regclass and attname = 'email';
