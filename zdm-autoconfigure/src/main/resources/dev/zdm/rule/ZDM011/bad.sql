drop index orders_email;
drop index if exists public.orders_total;
