drop table orders;
drop table if exists public.orders;
drop table notes;
