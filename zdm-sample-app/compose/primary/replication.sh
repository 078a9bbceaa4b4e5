#!/bin/bash
# Runs once, when the image initialises the primary's data. The image lets everyone in with a password, but not for
# replication.
set -e
psql --username "$POSTGRES_USER" --dbname "$POSTGRES_DB" --set ON_ERROR_STOP=1 \
	--command "create role replicator with replication login password 'replicator'" \
	--command "select pg_create_physical_replication_slot('replica')"
echo "host replication replicator all scram-sha-256" >> "$PGDATA/pg_hba.conf"
