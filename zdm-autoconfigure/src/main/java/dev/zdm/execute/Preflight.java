package dev.zdm.execute;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import dev.zdm.plan.Step;
import dev.zdm.plan.Step.StepTransaction;

/**
 * Looks, before a patient step begins, for transactions that it will have to wait for:
 * they hold a lock on its tables, or, if it is concurrent, a snapshot, whatever they work
 * on. Those that have just begun are not worth a word.
 */
final class Preflight {

	private static final Duration SHORT = Duration.ofSeconds(1);

	/** A concurrent build ignores what other builds and vacuums see. */
	private static final String SNAPSHOTS = """
			select a.pid, a.usename, a.application_name, a.state,
			    extract(epoch from clock_timestamp() - a.xact_start) * 1000,
			    'a snapshot of ' || a.backend_xmin, a.query, 'CLIENT', ''
			from pg_stat_activity a
			where a.datname = current_database() and a.pid <> pg_backend_pid() and a.backend_xmin is not null
			and a.backend_type = 'client backend' and a.query !~* 'index[^;]*concurrently'
			order by a.xact_start
			""";

	private Preflight() {
	}

	static List<Blocker> of(Connection connection, Step step) throws SQLException {
		boolean concurrent = step.transaction() == StepTransaction.NONE;
		List<Blocker> awaited = new ArrayList<>(Blockers.of(connection, step.awaited()));
		if (concurrent) {
			Set<Integer> named = new HashSet<>();
			awaited.forEach((blocker) -> named.add(blocker.pid()));
			snapshots(connection).stream().filter((blocker) -> named.add(blocker.pid())).forEach(awaited::add);
		}
		return awaited.stream().filter((blocker) -> blocker.transactionAge().compareTo(SHORT) > 0).toList();
	}

	private static List<Blocker> snapshots(Connection connection) throws SQLException {
		List<Blocker> holders = new ArrayList<>();
		try (PreparedStatement statement = connection.prepareStatement(SNAPSHOTS);
				ResultSet row = statement.executeQuery()) {
			while (row.next()) {
				holders.add(Blockers.blocker(row));
			}
		}
		return holders;
	}

}
