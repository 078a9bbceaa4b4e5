-- Guests cannot order any more since last year.
alter table orders alter column customer_id set not null;
