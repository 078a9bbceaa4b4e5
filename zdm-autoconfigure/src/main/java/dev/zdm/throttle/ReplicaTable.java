package dev.zdm.throttle;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the replicas that are expected in {@code zdm.replica}, if that table is there, so
 * that a replica which goes away while no backfill is at work, or before a restart, is
 * missed all the same. What cannot be written is only remembered for as long as the
 * process lives.
 */
final class ReplicaTable {

	private static final Logger logger = LoggerFactory.getLogger(ReplicaTable.class);

	private static final String EXISTS = """
			select exists (select from pg_class where relnamespace = to_regnamespace('zdm') and relname = 'replica')
			""";

	private static final String READ = "select name, count, seen_at from zdm.replica";

	private static final String WRITE = """
			insert into zdm.replica (name, count, seen_at) values (?, ?, ?)
			on conflict (name) do update set count = excluded.count, seen_at = excluded.seen_at
			""";

	private static final String TOUCH = "update zdm.replica set seen_at = now() where name = any (string_to_array(?, chr(10)))";

	private static final String DELETE = "delete from zdm.replica where name = any (string_to_array(?, chr(10)))";

	private boolean exists;

	/**
	 * Whether there is anything to read.
	 */
	boolean exists(Round round) throws SQLException {
		this.exists = this.exists || round.ask(EXISTS, (result) -> result.next() && result.getBoolean(1));
		return this.exists;
	}

	List<ExpectedReplicas.Seen> read(Round round) throws SQLException {
		return round.ask(READ, ReplicaTable::seen);
	}

	void write(Round round, List<ExpectedReplicas.Seen> replicas) {
		try {
			for (ExpectedReplicas.Seen replica : replicas) {
				round.change(WRITE, replica.name(), replica.count(), replica.at().atOffset(ZoneOffset.UTC));
			}
		}
		catch (SQLException ex) {
			logger.debug("The replicas that were seen cannot be kept in zdm.replica", ex);
		}
	}

	/**
	 * Writes the least that there is to write.
	 */
	void touch(Round round, Collection<String> names) {
		change(round, TOUCH, names);
	}

	void delete(Round round, Collection<String> names) {
		change(round, DELETE, names);
	}

	private static void change(Round round, String sql, Collection<String> names) {
		try {
			round.change(sql, String.join("\n", names));
		}
		catch (SQLException ex) {
			logger.debug("zdm.replica cannot be changed", ex);
		}
	}

	private static List<ExpectedReplicas.Seen> seen(ResultSet result) throws SQLException {
		List<ExpectedReplicas.Seen> seen = new ArrayList<>();
		while (result.next()) {
			seen.add(new ExpectedReplicas.Seen(result.getString("name"), result.getInt("count"),
					result.getObject("seen_at", OffsetDateTime.class).toInstant()));
		}
		return seen;
	}

}
