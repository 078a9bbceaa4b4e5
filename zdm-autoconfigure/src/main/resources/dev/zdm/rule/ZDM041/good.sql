alter table orders drop constraint code_given;
alter table orders alter column code type varchar(20);
alter table orders add constraint code_given check (code <> '') not valid;
alter table orders validate constraint code_given;
create index concurrently orders_note_c on orders (note collate "C");
select format_type(atttypid, atttypmod) = 'character varying(20)' from pg_attribute
where attrelid = 'orders'::regclass and attname = 'code';
