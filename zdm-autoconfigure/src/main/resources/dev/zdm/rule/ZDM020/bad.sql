alter table orders add column token uuid default gen_random_uuid();
alter table orders add column number bigserial;
alter table orders add column number bigint generated always as identity;
alter table orders add column doubled numeric generated always as (total * 2) stored;
alter table orders add column rating positive;
