package dev.zdm.guard;

import java.sql.Connection;
import java.sql.Statement;

import dev.zdm.backfill.Backfill;

/**
 * An application in a JVM of its own whose migration waits for a backfill. Its arguments
 * are a {@code DataSource}'s URL and the statement.
 */
public final class WaitingInstance {

	static final Backfill COUNT = Backfill.of("count")
		.table("orders")
		.set("counter", "counter + 1 + length(pg_sleep(0.001)::text)");

	private WaitingInstance() {
	}

	public static void main(String[] args) throws Exception {
		try (Connection connection = GuardedDatabase.guarded(GuardedDatabase.pool(args[0]), COUNT).getConnection();
				Statement statement = connection.createStatement()) {
			statement.execute(args[1]);
		}
	}

}
