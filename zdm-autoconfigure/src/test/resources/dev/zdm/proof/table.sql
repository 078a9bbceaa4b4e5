-- What every kind of table in TableKind gets; {t} is its name, {x} the beginning of other names. What a kind refuses it goes without.
create index {x}_b_idx on {t} (b);
create index {x}_low_idx on {t} (lower(e));
create unique index {x}_uni on {t} (id, kind);
alter table {t} add constraint {x}_pos check (c >= 0);
alter table {t} add constraint {x}_later check (a < 1000000) not valid;
alter table {t} add constraint {x}_nn check (e is not null);
alter table {t} add constraint {x}_fk foreign key (k) references target;
alter table {t} add constraint {x}_fk_later foreign key (id) references target not valid;
create trigger {x}_trig after insert on {t} for each row execute function touch();
