alter table orders alter column doubled set expression as (total * 2.0);
