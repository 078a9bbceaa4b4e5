package dev.zdm.sample;

import dev.zdm.test.PostgresServer;

import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The replica of the embedded cluster, which can be made to lag.
 */
class Replica {

	// Nothing to replay is no lag, however long ago the last transaction was.
	private static final String STATE = """
			select pg_is_wal_replay_paused() as replay_paused,
				case when pg_last_wal_receive_lsn() = pg_last_wal_replay_lsn() then 0
					else coalesce(extract(epoch from clock_timestamp() - pg_last_xact_replay_timestamp()), 0)
				end as lag_seconds
			""";

	private final PostgresServer server;

	private final JdbcClient jdbc;

	Replica(PostgresServer server) {
		this.server = server;
		this.jdbc = JdbcClient.create(server.dataSource());
	}

	/**
	 * Stops the replay. The replica goes on receiving, so nothing is lost, and answers
	 * queries with data that grow older.
	 */
	State lag() {
		this.server.pauseReplay();
		return state();
	}

	/**
	 * Replays what has been received meanwhile, and goes on replaying.
	 */
	State catchUp() {
		this.server.resumeReplay();
		return state();
	}

	State state() {
		return this.jdbc.sql(STATE)
			.query((row, number) -> new State(row.getBoolean("replay_paused"), row.getDouble("lag_seconds")))
			.single();
	}

	/**
	 * What the replica says about itself.
	 *
	 * @param replayPaused whether the replay has been stopped
	 * @param lagSeconds how old the data are that a query sees, in seconds
	 */
	record State(boolean replayPaused, double lagSeconds) {
	}

}
