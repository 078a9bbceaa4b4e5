package dev.zdm.throttle;

import java.sql.ResultSet;
import java.sql.SQLException;

import javax.sql.DataSource;

/**
 * How much write-ahead log is complete and not archived yet: the files marked
 * {@code .ready} where the role may list them ({@code pg_monitor}), else the distance
 * between the file that is written and the one that was archived last. Safe for use by
 * several threads.
 */
final class ArchiveBacklog implements ServerSignal {

	static final String NAME = "archive";

	private static final String MAY_LIST = """
			select has_function_privilege('pg_ls_archive_statusdir()', 'execute')
			""";

	private static final String STATE = """
			with archiver as (
			  select current_setting('archive_mode') = 'off' as off, a.*,
			         pg_size_bytes(current_setting('wal_segment_size'))::float8 / 1000000 as segment,
			         case when current_setting('archive_mode') = 'off' then 'archiving is off'
			              when a.last_failed_time > coalesce(a.last_archived_time, '-infinity')
			              then 'archiving fails, last of ' || a.last_failed_wal else '' end as subject
			    from pg_stat_archiver a
			)
			""";

	private static final String FROM_FILES = STATE
			+ """
					select (select count(*) from pg_ls_archive_statusdir() where name ~ '^[0-9A-F]{24}\\.ready$') * a.segment as value,
					       a.subject, false as unknown, quote_ident(current_user) as role
					  from archiver a
					""";

	/** The number of a file follows from its name, and from any position in it. */
	private static final String FROM_NAMES = STATE
			+ """
					, number as (
					  select a.*, floor((pg_current_wal_lsn() - '0/0') / (a.segment * 1000000)::numeric)::float8 as written,
					         case when a.last_archived_wal ~ '^[0-9A-F]{24}'
					              then ('x' || substr(a.last_archived_wal, 9, 8))::bit(32)::bigint * (4294967296 / (a.segment * 1000000))
					                   + ('x' || substr(a.last_archived_wal, 17, 8))::bit(32)::bigint end as archived
					    from archiver a
					)
					select case when off then 0 else greatest(written - archived - 1, 0) * segment end as value,
					       subject, not off and archived is null as unknown, quote_ident(current_user) as role
					  from number
					""";

	private final DataSource primary;

	private final Limit limit;

	/**
	 * Creates the signal.
	 * @param limit in MB
	 */
	ArchiveBacklog(DataSource primary, Limit limit) {
		this.primary = primary;
		this.limit = limit;
	}

	@Override
	public String name() {
		return NAME;
	}

	@Override
	public WhenUnknown whenUnknown() {
		return this.limit.whenUnknown();
	}

	@Override
	public DataSource server() {
		return this.primary;
	}

	@Override
	public Reading read(Round round) throws SQLException {
		boolean mayList = round.ask(MAY_LIST, (row) -> row.next() && row.getBoolean(1));
		return round.ask(mayList ? FROM_FILES : FROM_NAMES, this::reading);
	}

	private Reading reading(ResultSet row) throws SQLException {
		row.next();
		if (row.getBoolean("unknown")) {
			return Reading.unknown(
					"nothing has been archived that tells how far it is, and role %1$s may not list what waits; run: grant pg_monitor to %1$s"
						.formatted(row.getString("role")));
		}
		return this.limit.reading(row.getDouble("value"), "MB", row.getString("subject"));
	}

}
