create type status as enum ('open', 'done');
create table parcels (id bigint primary key, state status);
