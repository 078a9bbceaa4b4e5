package dev.zdm.guard;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import dev.zdm.event.Events;
import dev.zdm.execute.LadderSettings;
import dev.zdm.execute.LockLadder;
import dev.zdm.execute.PlanExecutor;
import dev.zdm.jdbc.GuardedDataSource;
import dev.zdm.journal.JournalSchema;
import dev.zdm.journal.MigrationJournal;
import dev.zdm.test.PostgresCluster;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

/**
 * What a hostile review of the guard found.
 */
class GuardEdgeTests {

	private static final String INDEX = "create index orders_status_idx on orders (status)";

	private final GuardedDatabase database = GuardedDatabase.create();

	@BeforeEach
	void createTables() throws SQLException {
		this.database.execute("create table orders (id bigint primary key, status text, a int)",
				"insert into orders select i, 's' || i, i from generate_series(1, 100) i",
				"create table other (id int)");
	}

	@AfterEach
	void close() {
		this.database.close();
	}

	@Test
	void whatCameToItsEndIsNotUnfinishedThoughItFailedOnce() throws SQLException {
		String unique = "create unique index orders_status_idx on orders (status)";
		this.database.execute("insert into orders values (1000, 's1')");
		assertThat(catchThrowable(() -> this.database.guard(unique))).isNotNull();
		this.database.execute("delete from orders where id = 1000");
		this.database.guard(unique);
		this.database.execute("drop index orders_status_idx", "create index orders_status_idx on orders (a)");
		assertThat(catchThrowable(() -> this.database.guard(unique))).hasMessageContaining("already exists");
	}

	@Test
	void ofTwoIndexesOfOneNameAtTheSameTimeOneIsAnError() throws Exception {
		try (Connection holder = this.database.unguarded().getConnection(); Statement hold = holder.createStatement()) {
			holder.setAutoCommit(false);
			hold.execute("insert into orders values (1000, 'x')");
			CompletableFuture<Throwable> one = CompletableFuture.supplyAsync(
					() -> catchThrowable(() -> this.database.guard(INDEX)), (task) -> new Thread(task).start());
			await().until(() -> !this.database.query("select 1 from pg_index where not indisvalid").isEmpty());
			CompletableFuture<Throwable> two = CompletableFuture.supplyAsync(
					() -> catchThrowable(() -> this.database.guard("create index orders_status_idx on orders (a)")),
					(task) -> new Thread(task).start());
			await().until(() -> this.database.journal().size() == 2);
			holder.rollback();
			assertThat(one.get(10, TimeUnit.SECONDS)).isNull();
			assertThat(two.get(10, TimeUnit.SECONDS)).hasMessageContaining("already exists");
		}
	}

	@Test
	void anIndexThatSomebodyIsBuildingIsNotCleared() throws Exception {
		try (Connection holder = this.database.unguarded().getConnection(); Statement hold = holder.createStatement()) {
			holder.setAutoCommit(false);
			hold.execute("insert into orders values (1000, 'x')");
			CompletableFuture<Throwable> building = CompletableFuture.supplyAsync(() -> catchThrowable(
					() -> this.database.execute("create index concurrently orders_status_idx on orders (status)")),
					(task) -> new Thread(task).start());
			await().until(() -> !this.database.query("select 1 from pg_index where not indisvalid").isEmpty());
			CompletableFuture<Throwable> ours = CompletableFuture.supplyAsync(
					() -> catchThrowable(() -> this.database.guard("create index orders_status_idx on orders (a)")),
					(task) -> new Thread(task).start());
			await().until(
					() -> this.database
						.query("select 1 from pg_stat_activity where wait_event_type = 'Lock' "
								+ "and query ilike 'create index concurrently%'")
						.size() == 2);
			holder.rollback();
			assertThat(ours.get(10, TimeUnit.SECONDS)).hasMessageContaining("already exists");
			assertThat(building.get(10, TimeUnit.SECONDS)).isNull();
		}
		assertThat(this.database.validIndexes("orders")).contains("orders_status_idx");
	}

	@Test
	void aColumnThatWasAddedByAFailedRunIsNotAddedAgain() throws SQLException {
		String alter = "alter table orders add column note text, alter column a set default 5, "
				+ "add constraint orders_status_key unique (status)";
		this.database.execute("insert into orders values (1000, 's1')");
		assertThat(catchThrowable(() -> this.database.guard(alter)))
			.hasMessageContaining("could not create unique index");
		this.database.execute("delete from orders where id = 1000");
		this.database.guard(alter);
	}

	@Test
	void aReadOnlyTransactionStaysOne() throws SQLException {
		try (Connection connection = this.database.guarded().getConnection();
				Statement statement = connection.createStatement()) {
			connection.setReadOnly(true);
			connection.setAutoCommit(false);
			assertThat(catchThrowable(() -> statement.execute(INDEX))).hasMessageContaining("read-only");
		}
		assertThat(this.database.validIndexes("orders")).containsExactly("orders_pkey");
	}

	@Test
	@DisabledIfSystemProperty(named = "zdm.test.postgres", matches = "testcontainers",
			disabledReason = "one cluster is enough")
	void onAReplicaTheServerAnswers() throws SQLException {
		try (PostgresCluster cluster = PostgresCluster.builder().replicas(1).start();
				Connection primary = cluster.primary().connect()) {
			primary.createStatement().execute("create table orders (id bigint primary key, status text)");
			cluster.replicas().get(0).awaitCaughtUp(Duration.ofSeconds(10));
			JournalSchema schema = new JournalSchema(cluster.replicas().get(0).dataSource());
			Guard guard = new Guard(GuardSettings.defaults(), Duration.ofSeconds(1),
					new PlanExecutor(new LockLadder(LadderSettings.defaults())), new MigrationJournal(schema),
					new Events(List.of()));
			GuardedDataSource replica = new GuardedDataSource(cluster.replicas().get(0).dataSource(), guard);
			for (String sql : List.of(INDEX, "alter table orders alter column id type int")) {
				try (Connection connection = replica.getConnection();
						Statement statement = connection.createStatement()) {
					assertThat(catchThrowable(() -> statement.execute(sql)))
						.hasMessageContaining("read-only transaction");
				}
			}
		}
	}

	@Test
	void settingsOfTheCallersTransactionReachTheSteps() throws SQLException {
		this.database.execute("create table dates (d date)");
		try (Connection connection = this.database.guarded().getConnection();
				Statement statement = connection.createStatement()) {
			connection.setAutoCommit(false);
			statement.execute("set local datestyle = 'ISO, DMY'");
			statement.execute("create index dates_idx on dates (d) where d > '01/02/2024'");
			connection.commit();
		}
		assertThat(this.database.query("select indexdef from pg_indexes where indexname = 'dates_idx'").get(0))
			.contains("2024-02-01");
	}

	@Test
	void anIndexIsBuiltBesideATransactionThatOnlyReadItsTable() throws SQLException {
		try (Connection connection = this.database.guarded().getConnection();
				Statement statement = connection.createStatement()) {
			connection.setAutoCommit(false);
			statement.execute("select count(*) from orders");
			statement.execute(INDEX);
			connection.commit();
		}
	}

	@Test
	void settingsAndSavepointsOfTheCallerSurvive() throws Exception {
		try (Connection connection = this.database.guarded().getConnection();
				Statement statement = connection.createStatement()) {
			connection.setAutoCommit(false);
			statement.execute("set lock_timeout = '7s'");
			statement.execute("set local statement_timeout = '8s'");
			statement.execute("savepoint zdm");
			Savepoint sp = connection.setSavepoint();
			statement.execute("set local lock_timeout = '9s'");
			statement.execute("alter table other add column x int");
			assertThat(GuardedDatabase.query(connection, "show lock_timeout")).containsExactly("9s");
			assertThat(GuardedDatabase.query(connection, "show statement_timeout")).containsExactly("8s");
			connection.rollback(sp);
			assertThat(GuardedDatabase.query(connection, "show lock_timeout")).containsExactly("7s");
			statement.execute("alter table other add column y int");
			statement.execute("release savepoint zdm");
			connection.commit();
			assertThat(GuardedDatabase.query(connection, "show lock_timeout")).containsExactly("7s");
			assertThat(GuardedDatabase.query(connection, "show statement_timeout")).containsExactly("0");
			assertThat(GuardedDatabase.query(connection, "show idle_in_transaction_session_timeout"))
				.containsExactly("0");
			connection.rollback();
			statement.execute("reset lock_timeout");
			connection.commit();
		}
		assertThat(
				this.database.query("select attname from pg_attribute where attrelid='other'::regclass and attnum > 0"))
			.containsExactly("id", "y");
	}

}
