package dev.zdm.guard;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

import javax.sql.DataSource;

import dev.zdm.backfill.Backfill;
import dev.zdm.guard.RequirementSettings.Unfinished;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Migrations that require backfills which may not begin, or go on, just now.
 */
class RequiredTermsTests {

	private static final Backfill LOWER = Backfill.of("lower")
		.table("orders")
		.set("email_lower", "lower(email)")
		.where("email_lower is null");

	private static final String REQUIRED = "comment on table orders is 'x' -- zdm:requires backfill lower or wait";

	private static final RequirementSettings FEW = new RequirementSettings(Unfinished.REFUSE, 100);

	private final GuardedDatabase database = GuardedDatabase.create();

	@BeforeEach
	void createTable() throws SQLException {
		this.database.execute("create table orders (id bigint primary key, email text, email_lower text)",
				"insert into orders select g, 'Mail' || g from generate_series(1, 500) g",
				"create table flyway_schema_history (installed_rank int, version text, type text, success boolean)",
				"insert into flyway_schema_history values (1, '6', 'SQL', true)");
	}

	@AfterEach
	void close() {
		MigrationSource.leave();
		this.database.close();
	}

	@Test
	void theMigrationThatABackfillWaitsForCannotRequireIt() {
		DataSource guarded = this.database.guarded(FEW, LOWER.set("later", "1").afterMigration("7"));
		MigrationSource.enter(new MigrationSource("flyway", "7.0"));
		assertThatExceptionOfType(StatementRefusedException.class).isThrownBy(() -> run(guarded, REQUIRED))
			.satisfies((ex) -> {
				assertThat(ex.reason()).isEqualTo("It requires backfill lower, which waits for migration 7, this very "
						+ "one: each would wait for the other, for ever.");
				assertThat(ex.recipe()).startsWith("Put the statement in a migration after 7, or");
			});
	}

	@Test
	void norCanAnEarlierOneOrAChangeSet() {
		MigrationSource.enter(new MigrationSource("flyway", "5"));
		assertThatExceptionOfType(StatementRefusedException.class)
			.isThrownBy(() -> run(this.database.guarded(FEW, LOWER.afterMigration("7")), REQUIRED))
			.withMessageContaining("waits for migration 7, which has not run: no other one runs while this one waits");
		MigrationSource.enter(new MigrationSource("liquibase add-total", null));
		assertThatExceptionOfType(StatementRefusedException.class)
			.isThrownBy(() -> run(this.database.guarded(FEW, LOWER.afterMigration("add-total")), REQUIRED))
			.withMessageContaining("waits for migration add-total, this very one");
	}

	@Test
	void aLaterOneCan() throws SQLException {
		MigrationSource.enter(new MigrationSource("flyway", "7"));
		run(this.database.guarded(FEW, LOWER.afterMigration("6")), REQUIRED);
		assertThat(this.database.query("select count(*) from orders where email_lower is null")).containsExactly("0");
	}

	@Test
	void whatItComesAfterIsDoneFirst() throws SQLException {
		this.database.execute("create table copies (id bigint primary key, email_lower text)");
		Backfill copy = Backfill.of("copy")
			.table("orders")
			.insertInto("copies")
			.set("id", "id")
			.onConflictDoNothing("id");
		Backfill fill = Backfill.of("fill")
			.table("copies")
			.set("email_lower", "''")
			.where("email_lower is null")
			.after("copy");
		run(this.database.guarded(FEW, fill, copy),
				"comment on table copies is 'x' -- zdm:requires backfill fill or wait");
		assertThat(this.database.query("select count(*) from copies where email_lower = ''")).containsExactly("500");
		assertThat(this.database.query("select name || ' ' || state from zdm.backfill order by id"))
			.containsExactly("copy done", "fill done");
	}

	@Test
	void whatItComesAfterMayBeTooMuchToDoAtOnce() {
		Backfill other = Backfill.of("other").table("orders").set("email", "upper(email)");
		DataSource guarded = this.database.guarded(FEW, LOWER.where("id = 1").after("other"), other);
		assertThatExceptionOfType(StatementRefusedException.class)
			.isThrownBy(() -> run(guarded, "comment on table orders is 'x' -- zdm:requires backfill lower"))
			.withMessageContaining(
					"requires backfill other, which has not begun: more than 100 rows of orders are left");
	}

	@Test
	void littleIsDoneAtOnceAtAnyHour() throws SQLException {
		this.database.execute("delete from orders where id > 100");
		run(this.database.guarded(FEW, later(LOWER)), REQUIRED);
		assertThat(this.database.query("select count(*) from orders where email_lower is null")).containsExactly("0");
	}

	@Test
	void muchIsWaitedForUntilItsHoursComeAndTheJournalSaysWhen() throws Exception {
		DataSource guarded = this.database.guarded(FEW, later(LOWER));
		try (Connection connection = guarded.getConnection(); Statement statement = connection.createStatement()) {
			CompletableFuture<Void> waiting = CompletableFuture.runAsync(() -> execute(statement));
			await().ignoreExceptions()
				.untilAsserted(() -> assertThat(this.database.lastEntry().steps().get(0).progress())
					.startsWith("0.0 % of public.orders, 0 rows changed; rests until "));
			statement.cancel();
			assertThatExceptionOfType(ExecutionException.class).isThrownBy(waiting::get)
				.withMessageContaining("Canceled on user request");
		}
	}

	/** With hours that begin in one hour. */
	private static Backfill later(Backfill backfill) {
		LocalTime time = LocalTime.now(ZoneOffset.UTC).plusHours(1);
		return backfill.window(time, time.plusHours(1), ZoneOffset.UTC);
	}

	private static void execute(Statement statement) {
		try {
			statement.execute(REQUIRED);
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static void run(DataSource dataSource, String sql) throws SQLException {
		try (Connection connection = dataSource.getConnection(); Statement statement = connection.createStatement()) {
			statement.execute(sql);
		}
	}

}
