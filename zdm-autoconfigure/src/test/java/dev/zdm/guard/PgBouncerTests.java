package dev.zdm.guard;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.zdm.execute.BlockerPolicy;
import dev.zdm.execute.LadderSettings;
import dev.zdm.execute.LockNotAcquiredException;
import dev.zdm.execute.Pooler;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

/**
 * A pooler in transaction mode gives each transaction another session. What needs one
 * session says so; nothing is left on those of others.
 */
@ExtendWith(OutputCaptureExtension.class)
class PgBouncerTests {

	private static final int BACKENDS = 5;

	private GuardedDatabase database;

	private PgBouncer pooler;

	private HikariDataSource pool;

	@BeforeEach
	void requireProgram() {
		assumeThat(PgBouncer.isInstalled()).as("Debian's package pgbouncer is installed").isTrue();
	}

	@AfterEach
	void close() throws Exception {
		if (this.pool != null) {
			this.pool.close();
			this.pooler.close();
			this.database.close();
		}
	}

	private void start(String poolMode) throws SQLException {
		this.database = GuardedDatabase.with(
				new LadderSettings(Duration.ofMillis(200), 3, Duration.ofMillis(20), Duration.ofSeconds(2)),
				new BlockerPolicy(BlockerPolicy.Action.TERMINATE, Duration.ofMillis(300)));
		this.database.execute("create table orders (id bigint primary key, email text)",
				"insert into orders select i, 'e' || i from generate_series(1, 1000) i");
		this.pooler = PgBouncer.start(this.database.jdbcUrl(), poolMode);
		HikariConfig config = new HikariConfig();
		config.setJdbcUrl(this.pooler.through(this.database.jdbcUrl()));
		config.setInitializationFailTimeout(10_000);
		this.pool = new HikariDataSource(config);
		warmUp();
	}

	/** Several transactions at once, each on a backend of its own. */
	private List<String> onEachBackend(String sql) throws SQLException {
		List<Connection> connections = new ArrayList<>();
		List<String> values = new ArrayList<>();
		try {
			for (int i = 0; i < BACKENDS; i++) {
				Connection connection = this.pool.getConnection();
				connections.add(connection);
				connection.setAutoCommit(false);
				values.addAll(GuardedDatabase.query(connection, sql));
			}
		}
		finally {
			for (Connection connection : connections) {
				connection.rollback();
				connection.close();
			}
		}
		return values;
	}

	private void warmUp() throws SQLException {
		assertThat(onEachBackend("select pg_backend_pid()")).doesNotHaveDuplicates().hasSize(BACKENDS);
	}

	private void assertNothingIsLeft() throws SQLException {
		assertThat(onEachBackend("select current_setting('lock_timeout') || current_setting('statement_timeout') "
				+ "|| current_setting('idle_in_transaction_session_timeout') || current_setting('role')"))
			.containsOnly("000none");
		assertThat(this.database.query("select 1 from pg_locks where locktype = 'advisory'")).isEmpty();
	}

	@Test
	void theModeOfThePoolerIsFoundOut() throws SQLException {
		start("transaction");
		try (Connection pooled = this.pool.getConnection(); Connection direct = this.database.pool().getConnection()) {
			assertThat(Pooler.swapsBackends(pooled, this.pool)).isTrue();
			assertThat(Pooler.swapsBackends(direct, this.database.pool())).isFalse();
		}
	}

	@Test
	void theLadderWorksAndItsTimeoutsAreLeftToNobody() throws SQLException {
		start("transaction");
		for (int i = 0; i < 7; i++) {
			this.database.guardOn(this.pool, "alter table orders add column c" + i + " text");
		}
		try (Connection connection = this.pool.getConnection(); Statement statement = connection.createStatement()) {
			connection.setAutoCommit(false);
			this.database.guardOn(this.pool, "create table notes (id bigint)");
			statement.execute("select 1");
			connection.commit();
		}
		assertThat(this.database.journal()).hasSize(8).allSatisfy((entry) -> {
			assertThat(entry.outcome()).isEqualTo("done");
			assertThat(entry.attempts()).isLessThanOrEqualTo(1);
		});
		assertNothingIsLeft();
	}

	@Test
	void aPlanIsRefusedWithTheReasonAndNothingIsDone() throws SQLException {
		start("transaction");
		for (String sql : List.of("create index on orders (email)",
				"alter table orders alter column email set not null")) {
			assertThatExceptionOfType(SQLException.class).isThrownBy(() -> this.database.guardOn(this.pool, sql))
				.withMessageContaining("a pooler in transaction mode")
				.withMessageContaining("pool_mode = session");
			assertThat(this.database.lastEntry().outcome()).isEqualTo("failed");
		}
		assertThat(this.database.validIndexes("orders")).containsExactly("orders_pkey");
		assertNothingIsLeft();
	}

	@Test
	void whatIsRunOnceIsRunWithoutATimeoutAndThatIsSaid(CapturedOutput output) throws SQLException {
		start("transaction");
		this.database.guardOn(this.pool, "do $$ begin create table made (id bigint); end $$");
		assertThat(output).contains("is run without a lock_timeout: a pooler in transaction mode");
		assertThat(this.database.query("select count(*) from made")).containsExactly("0");
		assertNothingIsLeft();
	}

	@Test
	void nobodyIsTerminatedWhoMayBeOneOfUs(CapturedOutput output) throws SQLException {
		start("transaction");
		try (Connection holder = this.pool.getConnection(); Statement hold = holder.createStatement()) {
			holder.setAutoCommit(false);
			hold.execute("select * from orders");
			assertThatExceptionOfType(LockNotAcquiredException.class)
				.isThrownBy(() -> this.database.guardOn(this.pool, "alter table orders add column note text"));
			hold.execute("select * from orders");
			assertThat(output).contains("hides which sessions are the migration's own");
		}
	}

	@Test
	void inSessionModeEverythingWorks() throws SQLException {
		start("session");
		this.database.guardOn(this.pool, "create index orders_email_idx on orders (email)");
		assertThat(this.database.validIndexes("orders")).contains("orders_email_idx");
		await().untilAsserted(this::assertNothingIsLeft);
	}

	@Test
	void inSessionModeAnOwnSnapshotIsFoundOut() throws SQLException {
		start("session");
		DataSource guarded = this.database.guardedOn(this.pool);
		try (Connection reading = guarded.getConnection();
				Statement read = reading.createStatement();
				Connection building = guarded.getConnection();
				Statement build = building.createStatement()) {
			reading.setAutoCommit(false);
			reading.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
			read.execute("select * from orders");
			assertThatExceptionOfType(SQLException.class)
				.isThrownBy(() -> build.execute("create index orders_email_idx on orders (email)"))
				.withMessageContaining("a snapshot that this thread itself holds");
			reading.commit();
			build.execute("create index orders_email_idx on orders (email)");
		}
		assertThat(this.database.validIndexes("orders")).contains("orders_email_idx");
	}

}
