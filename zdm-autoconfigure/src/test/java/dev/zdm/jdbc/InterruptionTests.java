package dev.zdm.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import dev.zdm.guard.GuardedDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.PGConnection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

/**
 * Somebody or something ends a statement while the guard works on it: it stops soon, says
 * so as the driver would, and the pool gets no broken or altered connection.
 */
class InterruptionTests {

	private static final String INDEX = "create index orders_status_idx on orders (status)";

	private static final String COLUMN = "alter table orders add column note text";

	private final GuardedDatabase database = GuardedDatabase.create();

	private Connection holder;

	@BeforeEach
	void createTable() throws SQLException {
		this.database.execute("create table orders (id bigint primary key, status text)");
		this.holder = this.database.unguarded().getConnection();
		this.holder.setAutoCommit(false);
		try (Statement statement = this.holder.createStatement()) {
			statement.execute("insert into orders values (1, 'new')");
		}
	}

	@AfterEach
	void close() throws SQLException {
		this.holder.close();
		this.database.close();
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void aStatementThatIsCanceledWhileItWaitsForItsLockStops(boolean autoCommit) throws Exception {
		try (Connection connection = connection(autoCommit); Statement statement = connection.createStatement()) {
			CompletableFuture<SQLException> failure = send(statement, COLUMN);
			awaitBlockers();
			statement.cancel();
			assertThat(failure.get(2, TimeUnit.SECONDS).getSQLState()).isEqualTo("57014");
			assertThat(GuardedDatabase.query(connection, "select 1")).containsExactly("1");
		}
		assertThatThePoolIsAsBefore();
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void aStatementThatIsCanceledWhileItsStepsRunStops(boolean autoCommit) throws Exception {
		try (Connection connection = connection(autoCommit); Statement statement = connection.createStatement()) {
			CompletableFuture<SQLException> failure = send(statement, INDEX);
			awaitBuild();
			statement.cancel();
			assertThat(failure.get(2, TimeUnit.SECONDS).getSQLState()).isEqualTo("57014");
			this.holder.rollback();
			statement.execute(INDEX);
		}
		assertThat(this.database.validIndexes("orders")).contains("orders_status_idx");
		assertThatThePoolIsAsBefore();
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void theQueryTimeoutHoldsForAllWaitingTogether(boolean autoCommit) throws Exception {
		try (Connection connection = connection(autoCommit); Statement statement = connection.createStatement()) {
			statement.setQueryTimeout(1);
			SQLException failure = send(statement, COLUMN).get(3, TimeUnit.SECONDS);
			assertThat(failure.getMessage()).contains("query timeout of 1 s is over");
			assertThat(failure.getSQLState()).isEqualTo("57014");
			this.holder.rollback();
			statement.execute(COLUMN);
		}
		assertThatThePoolIsAsBefore();
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void theQueryTimeoutHoldsForAllStepsTogether(boolean autoCommit) throws Exception {
		try (Connection connection = connection(autoCommit); Statement statement = connection.createStatement()) {
			statement.setQueryTimeout(1);
			assertThat(send(statement, INDEX).get(4, TimeUnit.SECONDS).getSQLState()).isEqualTo("57014");
			this.holder.rollback();
			statement.setQueryTimeout(0);
			statement.execute(INDEX);
		}
		assertThat(this.database.validIndexes("orders")).contains("orders_status_idx");
		assertThatThePoolIsAsBefore();
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void aBackendThatIsTerminatedInTheLadderIsTheServersError(boolean autoCommit) throws Exception {
		try (Connection connection = connection(autoCommit); Statement statement = connection.createStatement()) {
			statement.execute("select 1");
			CompletableFuture<SQLException> failure = send(statement, COLUMN);
			awaitBlockers();
			terminate(connection);
			assertThat(failure.get(5, TimeUnit.SECONDS).getSQLState()).isEqualTo("57P01");
		}
		assertThatThePoolIsAsBefore();
	}

	@Test
	void aBackendThatIsTerminatedInAPlanIsTheServersErrorAndCanBeRunAgain() throws Exception {
		try (Connection connection = connection(true); Statement statement = connection.createStatement()) {
			CompletableFuture<SQLException> failure = send(statement, INDEX);
			awaitBuild();
			terminate(connection);
			assertThat(failure.get(5, TimeUnit.SECONDS).getSQLState()).isEqualTo("57P01");
		}
		assertThatThePoolIsAsBefore();
		this.holder.rollback();
		this.database.guard(INDEX);
		assertThat(this.database.validIndexes("orders")).contains("orders_status_idx");
	}

	@Test
	void aConnectionThatIsClosedInAPlanDoesNotLiveOn() throws Exception {
		Connection connection = connection(true);
		CompletableFuture<SQLException> failure = send(connection.createStatement(), INDEX);
		awaitBuild();
		catchThrowable(connection::close);
		assertThat(failure.get(5, TimeUnit.SECONDS).getMessage()).isNotBlank();
		assertThatThePoolIsAsBefore();
	}

	@Test
	void anInterruptedThreadStopsWaitingAndStaysInterrupted() throws Exception {
		CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
		Thread thread = new Thread(() -> {
			catchThrowable(() -> this.database.guard(COLUMN));
			interrupted.complete(Thread.currentThread().isInterrupted());
		});
		thread.start();
		awaitBlockers();
		thread.interrupt();
		assertThat(interrupted.get(5, TimeUnit.SECONDS)).isTrue();
		assertThat(this.database.lastEntry().outcome()).isEqualTo("failed");
		assertThatThePoolIsAsBefore();
	}

	private Connection connection(boolean autoCommit) throws SQLException {
		Connection connection = this.database.guarded().getConnection();
		connection.setAutoCommit(autoCommit);
		return connection;
	}

	private static CompletableFuture<SQLException> send(Statement statement, String sql) {
		return CompletableFuture.supplyAsync(() -> (SQLException) catchThrowable(() -> statement.execute(sql)));
	}

	private void terminate(Connection connection) throws SQLException {
		int pid = connection.unwrap(PGConnection.class).getBackendPID();
		this.database.execute("select pg_terminate_backend(" + pid + ")");
	}

	private void awaitBlockers() {
		await().ignoreExceptionsInstanceOf(SQLException.class)
			.until(() -> !this.database.query("select 1 from zdm.migration where blockers <> '{}'").isEmpty());
	}

	private void awaitBuild() {
		await().until(
				() -> !this.database
					.query("select 1 from pg_stat_activity where state = 'active' "
							+ "and query like 'CREATE INDEX CONCURRENTLY%' and datname = current_database()")
					.isEmpty());
	}

	private void assertThatThePoolIsAsBefore() throws SQLException {
		Connection[] all = new Connection[this.database.pool().getMaximumPoolSize()];
		for (int i = 0; i < all.length; i++) {
			all[i] = this.database.pool().getConnection();
			assertThat(GuardedDatabase.query(all[i], """
					select concat_ws(' ', current_setting('lock_timeout'), current_setting('statement_timeout'),
					    (select count(*) from pg_locks where locktype = 'advisory' and pid = pg_backend_pid()))
					""")).containsExactly("0 0 0");
		}
		for (Connection connection : all) {
			connection.close();
		}
	}

}
