do $$ begin execute 'alter table orders add column rating ' || 'integer'; end $$;
