alter table orders add column mail text;
-- The application writes both columns; in small batches, by a backfill:
update orders set mail = email where mail is distinct from email;
-- The application reads and writes the new column only.
alter table orders drop column email;
select bool_and(mail = 'e' || id) from orders;
