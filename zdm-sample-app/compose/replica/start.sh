#!/bin/bash
# Copies the primary the first time, then runs as its streaming replica. The password is in PGPASSWORD.
set -e
if [ ! -s "$PGDATA/PG_VERSION" ]; then
	pg_basebackup --host=primary --username=replicator --pgdata="$PGDATA" --slot=replica \
		--wal-method=stream --checkpoint=fast --write-recovery-conf
fi
exec postgres
