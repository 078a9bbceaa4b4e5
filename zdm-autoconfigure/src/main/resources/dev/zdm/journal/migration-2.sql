-- The backend that the caller's connection has; null where a pooler hides it.
alter table zdm.migration add column backend_pid int, add column backend_start timestamptz;
alter table zdm.migration_step add column progress text;
create index migration_running_idx on zdm.migration (id) where outcome = 'running';

comment on column zdm.migration.backend_pid is 'backend of the connection that sent the statement';
comment on column zdm.migration_step.progress is 'how far the step is, as PostgreSQL reports it';
