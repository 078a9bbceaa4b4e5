package dev.zdm.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

import dev.zdm.catalog.LockMode;
import dev.zdm.guard.GuardSettings;
import dev.zdm.guard.GuardedDatabase;
import dev.zdm.guard.Judge;
import dev.zdm.guard.Judge.Outcome;
import dev.zdm.guard.StatementRefusedException;
import dev.zdm.journal.MigrationRecord;
import dev.zdm.plan.Step;
import dev.zdm.rule.Finding;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class MigrationExecutorTests {

	private final GuardedDatabase database = GuardedDatabase.create();

	private final MigrationExecutor executor = new MigrationExecutor(this.database.guarded(),
			new Judge(GuardSettings.defaults()));

	@BeforeEach
	void createTables() throws SQLException {
		this.database.execute("create table orders (id bigint primary key, email text)",
				"insert into orders select i, 'e' || i from generate_series(1, 1000) i");
	}

	@AfterEach
	void close() {
		this.database.close();
	}

	@Test
	void aScriptIsRunStatementByStatementAndSafely() throws SQLException {
		this.executor.execute("""
				alter table orders add column note text;
				-- an index; its semicolon is no end
				create index orders_email_idx on orders (email);
				update orders set note = '{fn now()}' where id = 1;
				""");
		assertThat(this.database.validIndexes("orders")).contains("orders_email_idx");
		assertThat(this.database.query("select note from orders where id = 1")).containsExactly("{fn now()}");
		assertThat(this.database.journal()).extracting(MigrationRecord::verdict).containsExactly("rewrite", "safe");
		assertThat(this.database.lastEntry().steps()).singleElement()
			.satisfies((step) -> assertThat(step.sql()).startsWith("CREATE INDEX CONCURRENTLY"));
	}

	@Test
	void theFirstRefusalEndsTheScriptAndAWordInItLetsItPass() throws SQLException {
		assertThatExceptionOfType(StatementRefusedException.class).isThrownBy(() -> this.executor.execute("""
				alter table orders add column note text;
				alter table orders rename column email to mail;
				alter table orders add column late text"""));
		assertThat(columns()).containsExactly("id", "email", "note");
		this.executor.execute("""
				-- zdm:allow ZDM050 reason="nobody reads it"
				alter table orders rename column email to mail""");
		assertThat(columns()).containsExactly("id", "mail", "note");
	}

	@Test
	void aTransactionOfTheScriptsIsItsOwnAndMustBeEnded() throws SQLException {
		this.executor
			.execute("begin; alter table orders add column a text; alter table orders add column b text; commit");
		assertThat(columns()).containsExactly("id", "email", "a", "b");
		assertThatExceptionOfType(SQLException.class)
			.isThrownBy(() -> this.executor.execute("begin; alter table orders add column c text"))
			.withMessageContaining("did not end it")
			.satisfies((ex) -> assertThat(ex.getSQLState()).isEqualTo("25001"));
		assertThatExceptionOfType(SQLException.class)
			.isThrownBy(() -> this.executor.execute("begin; alter table orders add column d text; select 1 / 0"))
			.satisfies((ex) -> assertThat(ex.getSQLState()).isEqualTo("22012"));
		assertThat(columns()).containsExactly("id", "email", "a", "b");
		assertThat(this.database.query("select 1 from pg_stat_activity where state like 'idle in transaction%' "
				+ "and datname = current_database()"))
			.isEmpty();
	}

	@Test
	void aPlanSaysVerdictFindingsLocksWorkAndStepsAndDoesNothing() throws SQLException {
		List<PlannedStatement> planned = this.executor.plan("""
				create index orders_email_idx on orders (email);
				alter table orders add column note text;
				alter table orders alter column id type integer;
				select 1""");
		assertThat(planned).extracting(PlannedStatement::verdict)
			.containsExactly(Outcome.REWRITE, Outcome.SAFE, Outcome.REFUSE, Outcome.SAFE);
		PlannedStatement index = planned.get(0);
		assertThat(index.findings()).extracting(Finding::code).containsExactly("ZDM010");
		assertThat(index.impact().locks()).singleElement()
			.satisfies((lock) -> assertThat(lock.mode()).isEqualTo(LockMode.SHARE));
		assertThat(index.impact().builds()).extracting(Object::toString).containsExactly("public.orders");
		assertThat(index.steps()).singleElement()
			.extracting(Step::sql)
			.asString()
			.startsWith("CREATE INDEX CONCURRENTLY");
		assertThat(index.refusal()).isNull();
		assertThat(planned.get(1).steps()).isEmpty();
		assertThat(planned.get(2).impact().rewrites()).extracting(Object::toString).containsExactly("public.orders");
		assertThat(planned.get(2).refusal()).contains("ZDM040", "Instead:");
		assertThat(this.database.validIndexes("orders")).containsExactly("orders_pkey");
		assertThat(columns()).containsExactly("id", "email");
		assertThat(this.database.query("select to_regnamespace('zdm')")).containsExactly((String) null);
	}

	@Test
	void aConnectionIsHandedBackAsItWas() throws SQLException {
		this.executor.execute("create index on orders (email)");
		this.executor.plan("drop index orders_email_idx");
		try (Connection connection = this.database.pool().getConnection()) {
			assertThat(GuardedDatabase.query(connection, "select current_setting('lock_timeout')"))
				.containsExactly("0");
		}
		assertThat(this.database.query("select 1 from pg_stat_activity where state like 'idle in transaction%' "
				+ "and datname = current_database()"))
			.isEmpty();
	}

	@Test
	void withoutAGuardStatementsAreRunAsTheyStand() throws SQLException {
		new MigrationExecutor(this.database.unguarded(), new Judge(GuardSettings.defaults()))
			.execute("alter table orders rename column email to mail; create index on orders (mail)");
		assertThat(columns()).containsExactly("id", "mail");
	}

	private List<String> columns() throws SQLException {
		return this.database
			.query("select attname from pg_attribute where attrelid = 'orders'::regclass and attnum > 0 "
					+ "and not attisdropped order by attnum");
	}

}
