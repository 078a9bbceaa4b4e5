--liquibase formatted sql

--changeset team:1
create table orders (id bigint primary key, email text);
--changeset team:2
create index orders_email_idx on orders (email);
