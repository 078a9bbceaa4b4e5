alter domain address add constraint has_at check (value like '%@%');
alter domain address set not null;
