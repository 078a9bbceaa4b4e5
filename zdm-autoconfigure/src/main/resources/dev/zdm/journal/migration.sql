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
    finished_at   timestamptz,
    backend_pid   int,
    backend_start timestamptz
);

create index migration_fingerprint_idx on zdm.migration (fingerprint, source);
create index migration_started_at_idx on zdm.migration (started_at);
create index migration_running_idx on zdm.migration (id) where outcome = 'running';

create table zdm.migration_step (
    migration   bigint      not null references zdm.migration (id) on delete cascade,
    position    int         not null,
    sql         text        not null,
    transaction text        not null,
    outcome     text        not null,
    started_at  timestamptz,
    finished_at timestamptz,
    progress    text,
    primary key (migration, position)
);

comment on table zdm.migration is 'DDL statements that zdm judged; literals are removed';
comment on table zdm.migration_step is 'Steps of the plans that zdm ran instead of a statement';
comment on column zdm.migration.backend_pid is 'backend of the connection that sent the statement; null where a pooler hides it';
comment on column zdm.migration_step.progress is 'how far the step is, as PostgreSQL reports it';
