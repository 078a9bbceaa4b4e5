--liquibase formatted sql

--changeset bob:2
create index orders_email on orders (email);
--rollback drop index orders_email;

--changeset bob:3 runInTransaction:false
create index concurrently orders_email_id on orders (email, id);

--changeset bob:"3b" endDelimiter:/
create function f() returns int language sql as 'select 1'
/
select f()
/
