package dev.zdm.guard;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

import javax.sql.DataSource;

import dev.zdm.backfill.Backfill;
import dev.zdm.backfill.BackfillUnfinishedException;
import dev.zdm.backfill.Backfills;
import dev.zdm.event.Events;
import dev.zdm.guard.RequirementSettings.Unfinished;
import dev.zdm.jdbc.MigrationExecutor;
import dev.zdm.journal.JournalSchema;
import dev.zdm.journal.MigrationRecord;
import dev.zdm.journal.MigrationRecord.StepRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

class RequirementsTests {

	private static final Backfill LOWER = Backfill.of("lower")
		.table("orders")
		.set("email_lower", "lower(email) || left(pg_sleep(0.001)::text, 0)")
		.where("email_lower is null");

	private static final String REQUIRED = "alter table orders drop column email -- zdm:requires backfill lower";

	private static final RequirementSettings SMALL = new RequirementSettings(Unfinished.REFUSE, 100);

	private final GuardedDatabase database = GuardedDatabase.create();

	private final Backfills backfills = new Backfills(new JournalSchema(this.database.pool()), new Events(List.of()));

	@BeforeEach
	void createTable() throws SQLException {
		this.database.execute("create table orders (id bigint primary key, email text, email_lower text)",
				"insert into orders select g, 'Mail' || g from generate_series(1, 500) g");
	}

	@AfterEach
	void close() {
		this.database.close();
	}

	@Test
	void whatLittleIsLeftIsDoneFirstAndTheJournalSaysSo() throws SQLException {
		run(this.database.guarded(RequirementSettings.DEFAULTS, LOWER), REQUIRED);
		assertThat(this.database.query("select count(*) from orders where email_lower like 'mail%'"))
			.containsExactly("500");
		List<MigrationRecord> entries = this.database.journal();
		assertThat(entries).extracting(MigrationRecord::kind).containsExactly("ALTER TABLE", "REQUIRES BACKFILL");
		assertThat(entries.get(1).outcome()).isEqualTo("done");
		assertThat(entries.get(1).sql()).isEqualTo("zdm:requires backfill lower");
		assertThat(entries.get(1).steps()).singleElement()
			.extracting(StepRecord::outcome, StepRecord::progress)
			.containsExactly("done", "100.0 % of public.orders, 500 rows changed");
	}

	@Test
	void oneThatIsDoneLetsTheStatementPass() throws SQLException {
		DataSource guarded = this.database.guarded(RequirementSettings.DEFAULTS, LOWER);
		run(guarded, "comment on table orders is 'x' -- zdm:requires backfill lower");
		run(guarded, REQUIRED);
		assertThat(this.database.journal().get(1).steps()).singleElement()
			.extracting(StepRecord::outcome)
			.isEqualTo("already done");
	}

	@Test
	void muchToDoRefusesWithTheWayOut() throws SQLException {
		assertThatExceptionOfType(StatementRefusedException.class)
			.isThrownBy(() -> run(this.database.guarded(SMALL, LOWER), REQUIRED))
			.satisfies((ex) -> {
				assertThat(ex.reason()).isEqualTo(
						"It requires backfill lower, which has not begun: more than 100 " + "rows of orders are left.");
				assertThat(ex.recipe()).contains("zdm:requires backfill lower or wait",
						"zdm.backfill.requires.unfinished: wait", "/actuator/migrations/lower");
			});
		assertThat(this.database.lastEntry().outcome()).isEqualTo("refused");
		assertThat(this.database.query("select count(*) from orders where email_lower is not null"))
			.containsExactly("0");
	}

	@Test
	void muchToDoIsWaitedForWhereTheStatementOrTheConfigurationSaysSo() throws SQLException {
		run(this.database.guarded(SMALL, LOWER),
				"comment on table orders is 'x' -- zdm:requires backfill lower or wait");
		assertThat(this.database.query("select count(*) from orders where email_lower is null")).containsExactly("0");
		this.database.execute("update orders set email_lower = null");
		run(this.database.guarded(new RequirementSettings(Unfinished.WAIT, 0), LOWER), REQUIRED);
		assertThat(this.database.query("select count(*) from orders where email_lower is null")).containsExactly("0");
	}

	@Test
	void rowsThatCameAfterItWasDoneAreDoneToo() throws SQLException {
		DataSource guarded = this.database.guarded(SMALL, LOWER);
		this.database.execute("delete from orders where id > 20");
		run(guarded, "comment on table orders is 'x' -- zdm:requires backfill lower");
		this.database.execute("insert into orders values (1000, 'Late')",
				"update orders set email_lower = null where id = 1");
		run(guarded, "comment on table orders is 'y' -- zdm:requires backfill lower");
		assertThat(this.database.query("select email_lower from orders where id in (1, 1000) order by id"))
			.containsExactly("mail1", "late");
		this.database.execute("insert into orders select g, 'Mail' || g from generate_series(2000, 2200) g");
		assertThatExceptionOfType(StatementRefusedException.class).isThrownBy(() -> run(guarded, REQUIRED))
			.withMessageContaining("is done, but again more than 100 rows of orders are left");
	}

	@Test
	void oneThatAPersonStoppedStaysStopped() throws Exception {
		DataSource guarded = this.database.guarded(SMALL, LOWER);
		CompletableFuture<Void> first = async(guarded,
				"comment on table orders is 'x' -- zdm:requires backfill lower or wait");
		await().until(() -> this.backfills.find("lower").filter((lower) -> lower.rowsDone() > 0).isPresent());
		this.backfills.cancel("lower");
		assertThatExceptionOfType(ExecutionException.class).isThrownBy(first::get)
			.withRootCauseInstanceOf(BackfillUnfinishedException.class)
			.withMessageContaining("was cancelled");
		assertThatExceptionOfType(StatementRefusedException.class)
			.isThrownBy(() -> run(guarded, "drop table orders -- zdm:requires backfill lower or wait"))
			.withMessageContaining("is cancelled, at")
			.withMessageContaining("Resume it");
	}

	@Test
	void aCancelledStatementStopsWaiting() throws Exception {
		DataSource guarded = this.database.guarded(SMALL, LOWER);
		try (Connection connection = guarded.getConnection(); Statement statement = connection.createStatement()) {
			CompletableFuture<Void> waiting = CompletableFuture
				.runAsync(() -> execute(statement, "drop table orders -- zdm:requires backfill lower or wait"));
			await().until(() -> this.backfills.find("lower").filter((lower) -> lower.rowsDone() > 0).isPresent());
			statement.cancel();
			assertThatExceptionOfType(ExecutionException.class).isThrownBy(waiting::get)
				.withMessageContaining("Canceled on user request");
		}
		assertThat(this.database.query("select to_regclass('orders')")).containsExactly("orders");
		await().untilAsserted(() -> assertThat(this.database.lastEntry().outcome()).isEqualTo("failed"));
	}

	@Test
	void rowsThatTheTransactionItselfHoldsAreNotWaitedFor() throws SQLException {
		DataSource guarded = this.database.guarded(RequirementSettings.DEFAULTS, LOWER);
		for (String before : List.of("update orders set email = 'x' where id = 1",
				"alter table orders add column note text")) {
			try (Connection connection = guarded.getConnection(); Statement statement = connection.createStatement()) {
				connection.setAutoCommit(false);
				statement.execute(before);
				assertThatExceptionOfType(StatementRefusedException.class).isThrownBy(() -> statement.execute(REQUIRED))
					.withMessageContaining("this transaction has changed or locked orders")
					.withMessageContaining("migration of its own");
				connection.rollback();
			}
		}
	}

	@Test
	void aTransactionThatHoldsNothingOfItMayWait() throws SQLException {
		DataSource guarded = this.database.guarded(RequirementSettings.DEFAULTS, LOWER);
		try (Connection connection = guarded.getConnection(); Statement statement = connection.createStatement()) {
			connection.setAutoCommit(false);
			statement.execute("create table other (id int)");
			statement.execute(REQUIRED);
			connection.commit();
		}
		assertThat(this.database.query("select count(*) from orders where email_lower is null")).containsExactly("0");
	}

	@Test
	void anUnknownNameIsRefusedWithThoseThatAreKnown() {
		DataSource guarded = this.database.guarded(RequirementSettings.DEFAULTS, LOWER);
		assertThatExceptionOfType(StatementRefusedException.class)
			.isThrownBy(() -> run(guarded, "drop table orders -- zdm:requires backfill lowr"))
			.withMessageContaining("requires backfill lowr, and there is none of that name")
			.withMessageContaining("The application declares: lower.");
	}

	@Test
	void oneThatWasDoneNeedsNoDefinitionAnyMore() throws SQLException {
		run(this.database.guarded(RequirementSettings.DEFAULTS, LOWER),
				"comment on table orders is 'x' -- zdm:requires backfill lower");
		run(this.database.guarded(RequirementSettings.DEFAULTS), REQUIRED);
		assertThat(this.database
			.query("select count(*) from pg_attribute where attrelid = 'orders'::regclass " + "and attname = 'email'"))
			.containsExactly("0");
	}

	@Test
	void whatIsMisspeltIsRefused() {
		DataSource guarded = this.database.guarded(RequirementSettings.DEFAULTS, LOWER);
		for (String said : List.of("zdm:requires", "zdm:requires lower", "zdm:requires backfil lower",
				"zdm:requires backfill lower or die", "zdm:require backfill lower", "zdm:needs backfill lower")) {
			assertThatExceptionOfType(StatementRefusedException.class)
				.isThrownBy(() -> run(guarded, "drop table orders -- " + said))
				.withMessageContaining("zdm:requires backfill NAME or wait");
			assertThatExceptionOfType(StatementRefusedException.class)
				.isThrownBy(() -> run(guarded, "/* " + said + " */ drop table orders"));
		}
	}

	@Test
	void theJudgeKnowsNoBackfillsAndReportsOnlyWhatIsMisspelt() throws SQLException {
		MigrationExecutor executor = new MigrationExecutor(this.database.guarded(),
				new Judge(GuardSettings.defaults()));
		assertThat(executor.plan("comment on table orders is 'x' -- zdm:requires backfill some")).singleElement()
			.satisfies((planned) -> assertThat(planned.refusal()).isNull());
		assertThat(executor.plan("comment on table orders is 'x' -- zdm:requires some")).singleElement()
			.satisfies((planned) -> assertThat(planned.refusal()).contains("zdm:requires some cannot be understood."));
	}

	@Test
	void aMigrationMayRequireABackfillBeforeAnyStatement() throws SQLException {
		DataSource guarded = this.database.guarded(SMALL, LOWER);
		MigrationExecutor executor = new MigrationExecutor(guarded, new Judge(GuardSettings.defaults()));
		assertThatExceptionOfType(StatementRefusedException.class)
			.isThrownBy(() -> executor.execute("-- zdm:requires backfill lower\nupdate orders set email = null"));
		executor.execute("-- zdm:requires backfill lower or wait\nupdate orders set email = null");
		assertThat(this.database.query("select count(*) from orders where email is null and email_lower like 'mail%'"))
			.containsExactly("500");
	}

	@Test
	void aPoolOfTwoIsEnough() throws SQLException {
		this.database.pool().setMaximumPoolSize(2);
		this.database.pool().setConnectionTimeout(Duration.ofSeconds(30).toMillis());
		run(this.database.guarded(RequirementSettings.DEFAULTS, LOWER), REQUIRED);
		assertThat(this.database.query("select count(*) from orders where email_lower is null")).containsExactly("0");
	}

	private static CompletableFuture<Void> async(DataSource dataSource, String sql) {
		return CompletableFuture.runAsync(() -> {
			try {
				run(dataSource, sql);
			}
			catch (SQLException ex) {
				throw new IllegalStateException(ex);
			}
		});
	}

	private static void execute(Statement statement, String sql) {
		try {
			statement.execute(sql);
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
