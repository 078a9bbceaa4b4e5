package dev.zdm.execute;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;

import dev.zdm.catalog.LockMode;
import dev.zdm.execute.BlockerPolicy.Action;
import dev.zdm.execute.LockLadder.LockRequest;
import dev.zdm.guard.GuardedDatabase;
import dev.zdm.rule.RelationLock;
import dev.zdm.sql.QualifiedName;
import dev.zdm.test.PostgresCluster;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * What happens to those who stay in the way.
 */
@ExtendWith(OutputCaptureExtension.class)
class BlockerPolicyTests {

	private static final String ALTER = "alter table orders add column note text";

	private GuardedDatabase database = database(Action.TERMINATE);

	private static GuardedDatabase database(Action action) {
		return GuardedDatabase.with(
				new LadderSettings(Duration.ofMillis(200), 3, Duration.ofMillis(20), Duration.ofSeconds(3)),
				new BlockerPolicy(action, Duration.ofMillis(600)));
	}

	@BeforeEach
	void createTable() throws SQLException {
		this.database.execute("create table orders (id bigint primary key, status text)");
	}

	@AfterEach
	void close() {
		this.database.close();
	}

	private void use(Action action) throws SQLException {
		this.database.close();
		this.database = database(action);
		createTable();
	}

	@Test
	void anIdleTransactionIsTerminatedOnceItWasInTheWayForTooLong(CapturedOutput output) throws SQLException {
		try (Connection holder = this.database.unguarded().getConnection(); Statement hold = holder.createStatement()) {
			holder.setAutoCommit(false);
			hold.execute("set application_name = 'forgotten console'");
			hold.execute("select * from orders where status = 'secret'");
			this.database.guard(ALTER);
			assertThat(holder.isValid(1)).isFalse();
		}
		assertThat(this.database.lastEntry().outcome()).isEqualTo("done");
		assertThat(this.database.lastEntry().lockWaitMillis()).isGreaterThan(500);
		assertThat(output).contains("Terminated who was in the way", "forgotten console", "AccessShareLock on orders")
			.doesNotContain("secret");
	}

	@Test
	void aCancelEndsAQueryAndLeavesAnIdleTransactionAlone(CapturedOutput output) throws Exception {
		use(Action.CANCEL);
		try (Connection holder = this.database.unguarded().getConnection(); Statement hold = holder.createStatement()) {
			Thread alter = new Thread(() -> {
				try {
					this.database.guard(ALTER);
				}
				catch (SQLException ex) {
					throw new IllegalStateException(ex);
				}
			});
			alter.start();
			assertThatExceptionOfType(SQLException.class)
				.isThrownBy(() -> hold.execute("select count(*), pg_sleep(30) from orders"))
				.satisfies((ex) -> assertThat(ex.getSQLState()).isEqualTo("57014"));
			alter.join();
			assertThat(this.database.lastEntry().outcome()).isEqualTo("done");
			holder.setAutoCommit(false);
			hold.execute("select * from orders");
			assertThatExceptionOfType(LockNotAcquiredException.class)
				.isThrownBy(() -> this.database.guard("alter table orders add column more text"));
			assertThat(output).contains("a cancel ends queries only");
			hold.execute("select * from orders");
		}
	}

	@Test
	void whatIsOnlyReportedStays(CapturedOutput output) throws SQLException {
		use(Action.REPORT);
		try (Connection holder = this.database.unguarded().getConnection(); Statement hold = holder.createStatement()) {
			holder.setAutoCommit(false);
			hold.execute("select * from orders");
			assertThatExceptionOfType(LockNotAcquiredException.class).isThrownBy(() -> this.database.guard(ALTER));
			hold.execute("select * from orders");
			assertThat(output).doesNotContain("Terminated");
		}
	}

	@Test
	void connectionsOfTheMigrationItselfAreLeftAlone(CapturedOutput output) throws SQLException {
		try (Connection own = this.database.guarded().getConnection(); Statement hold = own.createStatement()) {
			own.setAutoCommit(false);
			hold.execute("select * from orders");
			assertThatExceptionOfType(LockNotAcquiredException.class).isThrownBy(() -> this.database.guard(ALTER));
			hold.execute("select * from orders");
			assertThat(output).contains("this migration itself has it open");
		}
	}

	@Test
	void whomABuildWaitsForTooLongIsTerminated(CapturedOutput output) throws SQLException {
		this.database.execute("create table other (id bigint)");
		try (Connection holder = this.database.unguarded().getConnection(); Statement hold = holder.createStatement()) {
			holder.setAutoCommit(false);
			holder.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
			hold.execute("set application_name = 'nightly report'");
			hold.execute("select * from other where id <> 4711");
			this.database.guard("create index orders_status_idx on orders (status)");
			assertThat(holder.isValid(1)).isFalse();
		}
		assertThat(this.database.validIndexes("orders")).contains("orders_status_idx");
		assertThat(output).contains("Terminated who was in the way", "nightly report").doesNotContain("4711");
	}

	@Test
	void aPreparedTransactionIsNamedAndLeftAlone(CapturedOutput output) throws SQLException {
		LockLadder ladder = new LockLadder(
				new LadderSettings(Duration.ofMillis(200), 3, Duration.ofMillis(20), Duration.ofSeconds(3)),
				new BlockerPolicy(Action.TERMINATE, Duration.ofMillis(600)));
		try (PostgresCluster cluster = PostgresCluster.builder().setting("max_prepared_transactions", "2").start();
				Connection connection = cluster.primary().dataSource("postgres").getConnection();
				Statement statement = connection.createStatement()) {
			statement.execute("create table orders (id bigint primary key)");
			connection.setAutoCommit(false);
			statement.execute("insert into orders values (1)");
			statement.execute("prepare transaction 'forgotten''one'");
			connection.commit();
			connection.setAutoCommit(true);
			long oid = Long.parseLong(GuardedDatabase.query(connection, "select 'orders'::regclass::oid").get(0));
			LockRequest request = new LockRequest(
					List.of(new RelationLock(oid, QualifiedName.of("orders"), LockMode.ACCESS_EXCLUSIVE)), false,
					false);
			assertThatExceptionOfType(LockNotAcquiredException.class)
				.isThrownBy(() -> ladder.climb(connection, request, new Deaf(), () -> statement.execute(ALTER)))
				.withMessageContaining("prepared as 'forgotten''one'")
				.withMessageContaining("RowExclusiveLock on orders");
			assertThat(output).contains("COMMIT PREPARED or ROLLBACK PREPARED");
		}
	}

	@Test
	void aMissingRightIsSaidWithItsGrantAndTheStatementWaitsOn(CapturedOutput output) throws SQLException {
		String role = this.database.createRole("may-not");
		String other = this.database.createRole("other");
		this.database.execute("alter table orders owner to \"" + role + "\"",
				"grant select on orders to \"" + other + "\"");
		try (Connection holder = this.database.as(other).getConnection(); Statement hold = holder.createStatement()) {
			holder.setAutoCommit(false);
			hold.execute("select * from orders");
			assertThatExceptionOfType(LockNotAcquiredException.class)
				.isThrownBy(() -> this.database.guardAs(role, ALTER));
			hold.execute("select * from orders");
			assertThat(output).contains("May not terminate pid", other,
					"Let a superuser run: grant pg_signal_backend to \"" + role + "\"");
		}
	}

	@Test
	void theErrorSaysHowManyWaitBehindWhoIsInTheWay() throws Exception {
		use(Action.REPORT);
		try (Connection holder = this.database.unguarded().getConnection();
				Statement hold = holder.createStatement();
				Connection other = this.database.unguarded().getConnection();
				Statement waiter = other.createStatement()) {
			holder.setAutoCommit(false);
			hold.execute("select * from orders");
			Thread queued = new Thread(() -> {
				try {
					waiter.execute("vacuum full orders");
				}
				catch (SQLException ex) {
					throw new IllegalStateException(ex);
				}
			});
			queued.start();
			assertThatExceptionOfType(LockNotAcquiredException.class).isThrownBy(() -> this.database.guard(ALTER))
				.withMessageContaining("Sessions that wait behind them: 1.");
			holder.rollback();
			queued.join();
		}
	}

	@Test
	void noTimeAtAllIsRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> new BlockerPolicy(Action.CANCEL, Duration.ZERO))
			.withMessageContaining("zdm.lock.blockers-after");
	}

	/** Hears nothing. */
	private static final class Deaf implements LadderListener {

		@Override
		public void attempted(boolean acquired, Duration allowed) {
		}

		@Override
		public void blocked(List<Blocker> blockers, int waiting) {
		}

		@Override
		public void removed(Blocker blocker, Action action) {
		}

		@Override
		public void waited(Duration duration) {
		}

	}

}
