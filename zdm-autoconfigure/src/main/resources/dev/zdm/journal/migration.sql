create table zdm.migration (
    id            bigint generated always as identity primary key,
    source        text        not null,
    kind          text        not null,
    relation      text,
    sql           text        not null,
    fingerprint   text        not null,
    in_transaction boolean    not null,
    verdict       text        not null,
    findings      text[]      not null default '{}',
    outcome       text        not null default 'running',
    attempts      int         not null default 0,
    lock_wait_ms  bigint      not null default 0,
    blockers      text[]      not null default '{}',
    error         text,
    started_at    timestamptz not null default now(),
    finished_at   timestamptz
);

create index migration_fingerprint_idx on zdm.migration (fingerprint, source);
create index migration_started_at_idx on zdm.migration (started_at);

create table zdm.migration_step (
    migration   bigint      not null references zdm.migration (id) on delete cascade,
    position    int         not null,
    sql         text        not null,
    transaction text        not null,
    outcome     text        not null,
    started_at  timestamptz,
    finished_at timestamptz,
    primary key (migration, position)
);

comment on table zdm.migration is 'DDL statements that zdm judged; literals are removed';
comment on table zdm.migration_step is 'Steps of the plans that zdm ran instead of a statement';
