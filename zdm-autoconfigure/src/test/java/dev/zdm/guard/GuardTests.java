package dev.zdm.guard;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import dev.zdm.guard.GuardSettings.Mode;
import dev.zdm.guard.GuardSettings.RuleMode;
import dev.zdm.guard.GuardSettings.Unknown;
import dev.zdm.journal.MigrationRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

class GuardTests {

	private final GuardedDatabase database = GuardedDatabase.create();

	@BeforeEach
	void createTables() throws SQLException {
		shop(this.database);
	}

	private static void shop(GuardedDatabase database) throws SQLException {
		database.execute("create table customers (id bigint primary key, name varchar(20))",
				"insert into customers select i, 'c' || i from generate_series(1, 50) i",
				"create table orders (id bigint primary key, customer_id bigint, email text, total numeric(10, 2))",
				"insert into orders select i, 1 + i % 50, 'E' || i, i from generate_series(1, 1000) i");
	}

	@AfterEach
	void close() {
		this.database.close();
	}

	@Test
	void anIndexIsBuiltWhileOthersWrite() throws Exception {
		try (Connection writer = this.database.unguarded().getConnection();
				Statement write = writer.createStatement()) {
			writer.setAutoCommit(false);
			write.execute("insert into orders values (5000, 1, 'x', 1)");
			CompletableFuture<Void> build = async("create index orders_email_idx on orders (email)");
			await().until(
					() -> !this.database
						.query("select 1 from pg_stat_activity where wait_event_type = 'Lock' "
								+ "and query like 'CREATE INDEX CONCURRENTLY%'")
						.isEmpty());
			this.database.execute("set lock_timeout = '1s'; insert into orders values (5001, 1, 'y', 1)");
			writer.commit();
			build.get(20, TimeUnit.SECONDS);
		}
		assertThat(this.database.validIndexes("orders")).contains("orders_email_idx");
		MigrationRecord entry = this.database.lastEntry();
		assertThat(entry.source()).isEqualTo("application");
		assertThat(entry.outcome()).isEqualTo("done");
		assertThat(entry.findings()).containsExactly("ZDM010");
		assertThat(entry.steps()).singleElement()
			.satisfies((step) -> assertThat(step.sql()).startsWith("CREATE INDEX CONCURRENTLY"));
	}

	@Test
	void everyStatementOfAHurriedTeamIsRunWithoutBlocking() throws SQLException {
		this.database.guard("alter table orders add column email_lower text",
				"alter table orders add column channel text not null default 'web'",
				"create index on orders (customer_id)", "create unique index orders_email_key on orders (email)",
				"alter table orders add constraint orders_customer_fk foreign key (customer_id) references customers",
				"alter table orders add check (total >= 0)", "alter table orders add unique (email, customer_id)",
				"alter table orders alter column customer_id set not null",
				"alter table customers alter column name type varchar(60)", "drop index orders_email_key",
				"alter table orders drop column email_lower", "create table notes (order_id bigint references orders)");
		assertThat(this.database.validIndexes("orders")).containsExactly("orders_customer_id_idx",
				"orders_email_customer_id_key", "orders_pkey");
		assertThat(this.database.constraints("orders"))
			.contains("orders_customer_fk", "orders_total_check", "orders_email_customer_id_key")
			.noneMatch((name) -> name.endsWith("not valid") || name.contains("zdm"));
		assertThat(this.database.query("select is_nullable from information_schema.columns "
				+ "where table_name = 'orders' and column_name = 'customer_id'"))
			.containsExactly("NO");
		assertThat(this.database.query("select character_maximum_length from information_schema.columns "
				+ "where table_name = 'customers' and column_name = 'name'"))
			.containsExactly("60");
		assertThat(this.database.journal()).extracting(MigrationRecord::outcome).containsOnly("done");
		assertThat(this.database.journal()).filteredOn((entry) -> entry.verdict().equals("rewrite")).hasSize(7);
	}

	@Test
	void aRefusalSaysWhatWhyWhatInsteadAndHowToOverride() {
		assertThatExceptionOfType(StatementRefusedException.class)
			.isThrownBy(() -> this.database.guard("alter table orders alter column id type integer"))
			.satisfies((ex) -> assertThat(ex.getMessage()).contains("alter table orders alter column id type integer",
					"ZDM040", "ACCESS EXCLUSIVE", "ALTER TABLE public.orders ADD COLUMN id_new integer",
					"zdm:allow ZDM040 reason=", "zdm.guard.rules.ZDM040: warn"))
			.satisfies((ex) -> assertThat(ex.getSQLState()).isEqualTo("0A000"));
		for (String refused : List.of("alter table orders add column code numeric generated always as (id * 2) stored",
				"alter table orders rename column email to mail", "alter table orders rename to purchases",
				"alter table orders add column flag text not null",
				"alter table orders add exclude using btree (email with =)")) {
			assertThatExceptionOfType(StatementRefusedException.class).as(refused)
				.isThrownBy(() -> this.database.guard(refused))
				.withMessageContaining("Instead:");
		}
	}

	@Test
	void aRefusedStatementChangedNothingAndIsInTheJournal() throws SQLException {
		assertThatExceptionOfType(StatementRefusedException.class)
			.isThrownBy(() -> this.database.guard("alter table orders rename column email to mail"));
		assertThat(this.database.lastEntry().outcome()).isEqualTo("refused");
		assertThat(this.database.query("select email from orders where id = 1")).containsExactly("E1");
	}

	@Test
	void anAllowedStatementIsRunAsItStands() throws SQLException {
		this.database.guard(
				"-- zdm:allow ZDM050 reason=\"nobody reads it\"\nalter table orders rename column email to mail",
				"alter table orders /* zdm:allow ZDM050 reason=\"really\" */ rename column mail to post");
		assertThat(this.database.query("select post from orders where id = 1")).containsExactly("E1");
		assertThatExceptionOfType(StatementRefusedException.class)
			.isThrownBy(
					() -> this.database.guard("-- zdm:allow ZDM050\nalter table orders rename column post to email"))
			.withMessageContaining("has no reason");
	}

	@Test
	void rulesCanBeSoftenedOneByOne() throws SQLException {
		GuardSettings soft = new GuardSettings(Mode.REWRITE, null, 0, Map.of("ZDM050", RuleMode.WARN), Unknown.WARN,
				List.of());
		try (GuardedDatabase other = GuardedDatabase.with(soft)) {
			shop(other);
			other.guard("alter table orders rename column email to mail");
			assertThat(other.lastEntry().findings()).containsExactly("ZDM050");
			assertThatExceptionOfType(StatementRefusedException.class)
				.isThrownBy(() -> other.guard("alter table orders alter column id type integer"));
		}
	}

	@Test
	void inModeRefuseTheStepsAreTheRecipe() throws SQLException {
		try (GuardedDatabase other = GuardedDatabase
			.with(new GuardSettings(Mode.REFUSE, null, 0, Map.of(), Unknown.REFUSE, List.of()))) {
			shop(other);
			assertThatExceptionOfType(StatementRefusedException.class)
				.isThrownBy(() -> other.guard("create index orders_email_idx on orders (email)"))
				.withMessageContaining("CREATE INDEX CONCURRENTLY orders_email_idx ON public.orders (email);");
			assertThatExceptionOfType(StatementRefusedException.class)
				.isThrownBy(() -> other.guard("do $$ begin execute format('drop table %I', 'orders'); end $$"))
				.withMessageContaining("ZDM090");
		}
	}

	@Test
	void inModeWarnEverythingRunsAsItStands() throws SQLException {
		try (GuardedDatabase other = GuardedDatabase
			.with(new GuardSettings(Mode.WARN, null, 0, Map.of(), Unknown.WARN, List.of()))) {
			shop(other);
			other.guard("create index orders_email_idx on orders (email)",
					"alter table orders alter column id type integer");
			assertThat(other.journal()).extracting(MigrationRecord::verdict).containsOnly("safe");
		}
	}

	@Test
	void tablesThatAreSmallByTheUsersWordDoNotMatter() throws SQLException {
		try (GuardedDatabase other = GuardedDatabase
			.with(new GuardSettings(Mode.REWRITE, null, 2000, Map.of(), Unknown.WARN, List.of()))) {
			shop(other);
			other.execute("analyze");
			other.guard("alter table orders alter column id type integer");
			other.execute("insert into orders select i, 1, 'E', 1 from generate_series(2000, 5000) i",
					"analyze orders");
			assertThatExceptionOfType(StatementRefusedException.class)
				.isThrownBy(() -> other.guard("alter table orders alter column id type bigint"));
		}
	}

	@Test
	void migrationsUpToTheStartAreNotLookedAt() throws SQLException {
		try (GuardedDatabase other = GuardedDatabase
			.with(new GuardSettings(Mode.REWRITE, "12.1", 0, Map.of(), Unknown.WARN, List.of()))) {
			shop(other);
			MigrationSource.enter(new MigrationSource("flyway", "12.1"));
			other.guard("alter table orders rename column email to mail");
			assertThat(other.journal()).isEmpty();
			MigrationSource.enter(new MigrationSource("flyway", "12.2"));
			assertThatExceptionOfType(StatementRefusedException.class)
				.isThrownBy(() -> other.guard("alter table orders rename column mail to email"));
			assertThat(other.lastEntry().source()).isEqualTo("flyway 12.2");
		}
		finally {
			MigrationSource.leave();
		}
	}

	@Test
	void ddlThatIsNotUnderstoodRunsWithTheLaddersTimeouts() throws Exception {
		this.database.guard(
				"create trigger t before update on orders for each row "
						+ "execute function suppress_redundant_updates_trigger()",
				"comment on table orders is 'all of them'",
				"do $$ begin execute 'create table made_in_a_block (id int)'; commit; end $$", "vacuum orders",
				"truncate customers");
		assertThat(this.database.lastEntry().findings()).containsExactly("ZDM061");
		this.database.guard("do $$ begin execute format('drop table %I', 'made_in_a_block'); end $$");
		assertThat(this.database.lastEntry().findings()).containsExactly("ZDM090");
		try (Connection reader = this.database.unguarded().getConnection(); Statement read = reader.createStatement()) {
			reader.setAutoCommit(false);
			read.execute("select * from orders");
			assertThatExceptionOfType(SQLException.class)
				.isThrownBy(() -> this.database.guard("do $$ begin execute 'drop table orders'; end $$"))
				.satisfies((ex) -> assertThat(ex.getSQLState()).isEqualTo("55P03"));
		}
	}

	@Test
	void whatTheTransactionCreatedItselfIsFree() throws SQLException {
		try (Connection connection = this.database.guarded().getConnection();
				Statement statement = connection.createStatement()) {
			connection.setAutoCommit(false);
			statement.execute("create table fresh (id int, code text)");
			statement.execute("insert into fresh select i, 'x' from generate_series(1, 10) i");
			statement.execute("create index fresh_code_idx on fresh (code)");
			statement.execute("alter table fresh alter column code set not null");
			statement.execute("alter table fresh rename column code to label");
			assertThat(this.database.query("select to_regclass('fresh')")).containsExactly((String) null);
			connection.commit();
		}
		assertThat(this.database.validIndexes("fresh")).containsExactly("fresh_code_idx");
		assertThat(this.database.journal()).hasSize(4)
			.filteredOn((entry) -> !entry.verdict().equals("free"))
			.extracting(MigrationRecord::kind)
			.containsExactly("CREATE TABLE");
	}

	@Test
	void aStepOfItsOwnRunsBesideATransactionThatDoesNotTouchTheTable() throws SQLException {
		try (Connection connection = this.database.guarded().getConnection();
				Statement statement = connection.createStatement()) {
			connection.setAutoCommit(false);
			statement.execute("select count(*) from customers");
			statement.execute("insert into customers values (900, 'x')");
			statement.execute("create index orders_email_idx on orders (email)");
			assertThat(this.database.validIndexes("orders")).contains("orders_email_idx");
			connection.rollback();
		}
		assertThat(this.database.query("select count(*) from customers where id = 900")).containsExactly("0");
		assertThat(this.database.validIndexes("orders")).contains("orders_email_idx");
	}

	@Test
	void aMigrationThatWasRolledBackAfterItsIndexWasBuiltCanBeRunAgain() throws SQLException {
		for (int run = 0; run < 2; run++) {
			try (Connection connection = this.database.guarded().getConnection();
					Statement statement = connection.createStatement()) {
				connection.setAutoCommit(false);
				statement.execute("create index orders_email_idx on orders (email)");
				connection.rollback();
			}
		}
		assertThat(this.database.lastEntry().steps()).singleElement()
			.satisfies((step) -> assertThat(step.outcome()).isEqualTo("already done"));
		assertThat(this.database.lastEntry().outcome()).isEqualTo("done");
	}

	@Test
	void theProofOfANotNullThatACrashLeftBehindIsRemovedByTheNextRun() throws SQLException {
		assumeThat(GuardedDatabase.majorVersion()).isLessThan(18);
		this.database.guard("alter table orders alter column customer_id set not null");
		this.database.execute(
				"alter table orders add constraint orders_customer_id_zdm_not_null "
						+ "check (customer_id is not null)",
				"update zdm.migration set outcome = 'running', finished_at = null");
		this.database.guard("alter table orders alter column customer_id set not null");
		assertThat(this.database.constraints("orders")).containsExactly("orders_pkey");
	}

	@Test
	void anIndexNameThatIsTakenIsTheServersErrorAsAlways() throws SQLException {
		this.database.guard("create index orders_email_idx on orders (email)");
		assertThatExceptionOfType(SQLException.class)
			.isThrownBy(() -> this.database.guard("create index orders_email_idx on orders (total)"))
			.satisfies((ex) -> assertThat(ex.getSQLState()).isEqualTo("42P07"));
		this.database.guard("create index if not exists orders_email_idx on orders (email)");
		assertThat(this.database.validIndexes("orders")).containsExactly("orders_email_idx", "orders_pkey");
	}

	@Test
	void anIndexThatExistsAlreadyIsNoReasonToRefuseATransaction() throws SQLException {
		this.database.guard("create index orders_email_idx on orders (email)");
		try (Connection connection = this.database.guarded().getConnection();
				Statement statement = connection.createStatement()) {
			connection.setAutoCommit(false);
			statement.execute("alter table orders add column note text");
			statement.execute("create index if not exists orders_email_idx on orders (email)");
			connection.commit();
		}
		assertThat(this.database.lastEntry().outcome()).isEqualTo("done");
	}

	@Test
	void aConstraintNameThatIsTakenIsTheServersErrorAndNothingIsHalfDone() throws SQLException {
		this.database.execute("alter table orders add constraint orders_total_check check (total > -1)");
		assertThatExceptionOfType(SQLException.class)
			.isThrownBy(() -> this.database
				.guard("alter table orders add column note text, add constraint orders_total_check check (total > 0)"))
			.satisfies((ex) -> assertThat(ex.getSQLState()).isEqualTo("42710"));
		assertThat(this.database
			.query("select 1 from pg_attribute where attrelid = 'orders'::regclass " + "and attname = 'note'"))
			.isEmpty();
	}

	@Test
	void aNotNullThatSomebodyBeganIsBroughtToItsEndWithoutAScanUnderAStrongLock() throws SQLException {
		if (GuardedDatabase.majorVersion() >= 18) {
			this.database.execute("alter table orders add constraint settled not null customer_id not valid");
		}
		else {
			this.database.execute("alter table orders add constraint orders_customer_id_zdm_not_null "
					+ "check (customer_id is not null) not valid");
		}
		this.database.guard("alter table orders alter column customer_id set not null");
		assertThat(this.database.lastEntry().verdict()).isEqualTo("rewrite");
		assertThat(this.database.lastEntry().steps().get(0).outcome()).isEqualTo("already done");
		assertThat(this.database.constraints("orders")).noneMatch((name) -> name.endsWith("not valid"));
		assertThat(this.database.query("select attnotnull from pg_attribute where attrelid = 'orders'::regclass "
				+ "and attname = 'customer_id'"))
			.containsExactly("t");
	}

	@Test
	void aTransactionThatHoldsTheTableIsToldToMakeAMigrationOfItsOwn() throws SQLException {
		try (Connection connection = this.database.guarded().getConnection();
				Statement statement = connection.createStatement()) {
			connection.setAutoCommit(false);
			statement.execute("alter table orders add column note text");
			assertThatExceptionOfType(StatementRefusedException.class)
				.isThrownBy(() -> statement.execute("create index orders_note_idx on orders (note)"))
				.withMessageContaining("migration of its own")
				.withMessageContaining("ACCESS EXCLUSIVE on public.orders");
			connection.rollback();
		}
	}

	@Test
	void aTransactionThatKeepsItsSnapshotIsToldSo() throws SQLException {
		try (Connection connection = this.database.guarded().getConnection();
				Statement statement = connection.createStatement()) {
			connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
			connection.setAutoCommit(false);
			statement.execute("select count(*) from customers");
			assertThatExceptionOfType(StatementRefusedException.class)
				.isThrownBy(() -> statement.execute("create index orders_email_idx on orders (email)"))
				.withMessageContaining("REPEATABLE READ");
			connection.rollback();
			connection.setAutoCommit(true);
			connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
		}
	}

	@Test
	void anOpenCursorIsAnErrorAndNotAHang() throws SQLException {
		try (Connection connection = this.database.guarded().getConnection();
				Statement cursor = connection.createStatement();
				Statement statement = connection.createStatement()) {
			connection.setAutoCommit(false);
			cursor.setFetchSize(5);
			cursor.executeQuery("select * from customers").next();
			assertThatExceptionOfType(SQLException.class)
				.isThrownBy(() -> statement.execute("create index orders_email_idx on orders (email)"))
				.withMessageContaining("open cursor");
			connection.rollback();
		}
	}

	@Test
	void aPoolWithoutASecondConnectionIsAnErrorAndNotAHang() throws SQLException {
		try (GuardedDatabase smallest = GuardedDatabase.withPoolOf(1)) {
			assertThatExceptionOfType(SQLTransientConnectionException.class)
				.isThrownBy(() -> smallest.guard("create table t (id int)"))
				.withMessageContaining("maximum-pool-size");
		}
		try (GuardedDatabase small = GuardedDatabase.withPoolOf(2)) {
			shop(small);
			small.guard("create index orders_total_idx on orders (total)");
			try (Connection connection = small.guarded().getConnection();
					Connection other = small.guarded().getConnection();
					Statement statement = connection.createStatement()) {
				connection.setAutoCommit(false);
				assertThatExceptionOfType(SQLTransientConnectionException.class)
					.isThrownBy(() -> statement.execute("create index orders_email_idx on orders (email)"))
					.withMessageContaining("maximum-pool-size");
				connection.rollback();
				assertThat(other.isClosed()).isFalse();
			}
		}
	}

	@Test
	void aTransactionThatWasBegunAsTextIsATransaction() throws SQLException {
		try (Connection connection = this.database.guarded().getConnection();
				Statement statement = connection.createStatement()) {
			statement.execute("begin");
			statement.execute("insert into customers values (900, 'x')");
			statement.execute("alter table customers add column note text");
			statement.execute("alter table customers alter column name type varchar(90)");
			statement.execute("create index orders_email_idx on orders (email)");
			assertThatExceptionOfType(StatementRefusedException.class)
				.isThrownBy(() -> statement.execute("create index customers_note_idx on customers (note)"));
			statement.execute("rollback");
		}
		assertThat(this.database.query("select count(*) from customers where id = 900")).containsExactly("0");
		assertThat(this.database.query(
				"select count(*) from pg_attribute where attrelid = 'customers'::regclass " + "and attname = 'note'"))
			.containsExactly("0");
		assertThat(this.database.validIndexes("orders")).contains("orders_email_idx");
	}

	@Test
	void aFailedTransactionGetsTheServersAnswer() throws SQLException {
		try (Connection connection = this.database.guarded().getConnection();
				Statement statement = connection.createStatement()) {
			connection.setAutoCommit(false);
			assertThatExceptionOfType(SQLException.class).isThrownBy(() -> statement.execute("select 1 / 0"));
			assertThatExceptionOfType(SQLException.class)
				.isThrownBy(() -> statement.execute("create index on orders (email)"))
				.satisfies((ex) -> assertThat(ex.getSQLState()).isEqualTo("25P02"));
			connection.rollback();
		}
	}

	@Test
	void aFailedUniqueBuildLeavesNothingBehind() throws SQLException {
		assertThatExceptionOfType(SQLException.class)
			.isThrownBy(() -> this.database.guard("create unique index orders_customer_key on orders (customer_id)"))
			.satisfies((ex) -> assertThat(ex.getSQLState()).isEqualTo("23505"));
		assertThat(this.database.query("select relname from pg_class where relname = 'orders_customer_key'")).isEmpty();
		assertThat(this.database.lastEntry().outcome()).isEqualTo("failed");
	}

	@Test
	void whatAKilledBuildLeftBehindIsClearedByTheNextRun() throws Exception {
		try (Connection writer = this.database.unguarded().getConnection();
				Statement write = writer.createStatement()) {
			writer.setAutoCommit(false);
			write.execute("insert into orders values (5000, 1, 'x', 1)");
			CompletableFuture<Void> build = async("create index orders_email_idx on orders (email)");
			await().until(() -> this.database
				.query("select pg_terminate_backend(pid)::text from pg_stat_activity "
						+ "where query like 'CREATE INDEX CONCURRENTLY%' and wait_event_type = 'Lock'")
				.contains("true"));
			assertThat(build.handle((result, failure) -> failure).get(20, TimeUnit.SECONDS)).isNotNull();
			writer.commit();
		}
		assertThat(
				this.database.query("select indisvalid from pg_index where indexrelid = 'orders_email_idx'::regclass"))
			.containsExactly("f");
		this.database.guard("create index orders_email_idx on orders (email)");
		assertThat(this.database.validIndexes("orders")).contains("orders_email_idx");
	}

	@Test
	void noSettingOfOursIsLeftOnAnyConnection() throws SQLException {
		List<String> names = List.of("lock_timeout", "statement_timeout", "idle_in_transaction_session_timeout",
				"search_path", "role", "client_min_messages");
		try (Connection connection = this.database.guarded().getConnection();
				Statement statement = connection.createStatement()) {
			statement.execute("set lock_timeout = '3s'");
			statement.execute("set statement_timeout = '40s'");
			statement.execute("create index on orders (email)");
			statement.execute("alter table orders add column note text");
			statement.execute("vacuum orders");
			assertThatExceptionOfType(SQLException.class)
				.isThrownBy(() -> statement.execute("alter table orders add column note text"));
			connection.setAutoCommit(false);
			statement.execute("select 1");
			statement.execute("alter table orders add column more text");
			assertThat(GuardedDatabase.query(connection, "show lock_timeout")).containsExactly("3s");
			assertThat(GuardedDatabase.query(connection, "show statement_timeout")).containsExactly("40s");
			connection.commit();
			connection.setAutoCommit(true);
			assertThat(GuardedDatabase.query(connection, "show lock_timeout")).containsExactly("3s");
			assertThat(GuardedDatabase.query(connection, "show statement_timeout")).containsExactly("40s");
			statement.execute("reset all");
		}
		for (int i = 0; i < 6; i++) {
			try (Connection connection = this.database.pool().getConnection();
					Connection fresh = this.database.unguarded().getConnection()) {
				for (String name : names) {
					assertThat(GuardedDatabase.query(connection, "show " + name)).as(name)
						.isEqualTo(GuardedDatabase.query(fresh, "show " + name));
				}
			}
		}
	}

	@Test
	void stepsRunWithTheCallersSearchPath() throws SQLException {
		this.database.execute("create schema other", "create table other.orders (id int, email text)");
		try (Connection connection = this.database.guarded().getConnection();
				Statement statement = connection.createStatement()) {
			connection.setAutoCommit(false);
			statement.execute("set local search_path = other");
			statement.execute("create index orders_email_idx on orders (lower(email))");
			connection.commit();
		}
		assertThat(this.database.validIndexes("other.orders")).containsExactly("orders_email_idx");
		assertThat(this.database.validIndexes("public.orders")).containsExactly("orders_pkey");
	}

	@Test
	void literalsStayOutOfTheJournal() throws SQLException {
		this.database.guard("alter table orders add column secret text default 'hunter2'",
				"create index orders_secret_idx on orders (secret) where secret <> 'hunter2'");
		assertThat(this.database.journal().toString()).doesNotContain("hunter2");
	}

	private CompletableFuture<Void> async(String sql) {
		return CompletableFuture.runAsync(() -> {
			try {
				this.database.guard(sql);
			}
			catch (SQLException ex) {
				throw new IllegalStateException(ex);
			}
		});
	}

}
