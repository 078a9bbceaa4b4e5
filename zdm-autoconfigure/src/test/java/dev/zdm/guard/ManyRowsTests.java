package dev.zdm.guard;

import java.io.StringReader;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import dev.zdm.guard.GuardSettings.Mode;
import dev.zdm.guard.GuardSettings.Unknown;
import dev.zdm.jdbc.MigrationExecutor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.Yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class ManyRowsTests {

	private final GuardedDatabase database = GuardedDatabase.create();

	private final MigrationExecutor executor = new MigrationExecutor(this.database.guarded(),
			new Judge(GuardSettings.defaults()));

	@BeforeEach
	void createTables() throws SQLException {
		this.database.execute("create table orders (id bigint primary key, region text, note text)",
				"insert into orders select g, 'eu' from generate_series(1, 12000) g", "analyze orders",
				"create table visits (id bigint, region text) partition by range (id)",
				"create table visits_1 partition of visits for values from (0) to (10000)",
				"create table visits_2 partition of visits default", "insert into visits select id, region from orders",
				"analyze visits");
	}

	@AfterEach
	void close() {
		MigrationSource.leave();
		this.database.close();
	}

	@ParameterizedTest
	@ValueSource(strings = { "update orders set note = 'x'", "delete from orders",
			"insert into visits select id from orders", "update visits set region = 'us'",
			"with gone as (delete from orders returning id) insert into visits table gone",
			"merge into orders o using visits v on v.id = o.id when matched then update set note = v.region" })
	void aStatementOfAMigrationThatWritesManyRowsIsRefused(String sql) throws SQLException {
		assertThatExceptionOfType(StatementRefusedException.class).isThrownBy(() -> this.executor.execute(sql))
			.satisfies((ex) -> assertThat(ex.findings()).extracting("code").contains("ZDM082"));
		assertThat(this.executor.plan(sql)).singleElement()
			.satisfies((planned) -> assertThat(planned.verdict()).isEqualTo(Judge.Outcome.REFUSE));
		assertThat(this.database.lastEntry().outcome()).isEqualTo("refused");
		assertThat(this.database.query("select count(*) from orders where note is null")).containsExactly("12000");
	}

	@ParameterizedTest
	@ValueSource(strings = { "update orders set note = 'x' where id < 1000",
			"update orders set note = 'x' where id = 7", "insert into orders values (-1, 'x')",
			"insert into visits select id from orders where id < 1000", "select count(*) from orders",
			"update nowhere set a = 1 where b", "create table copy as table orders" })
	void aFewRowsAreTheServersBusiness(String sql) throws SQLException {
		try {
			this.executor.execute(sql);
		}
		catch (SQLException ex) {
			assertThat(ex.getSQLState()).isEqualTo("42P01");
		}
		assertThat(this.database.query("select count(*) from pg_class where relname = 'migration'").get(0).equals("0")
				|| this.database.query("select 1 from zdm.migration where kind in ('UPDATE', 'INSERT')").isEmpty())
			.isTrue();
	}

	@Test
	void whatTheApplicationSendsIsNobodysBusiness() {
		assertThatCode(() -> this.database.guard("update orders set note = 'x'")).doesNotThrowAnyException();
		assertThatCode(() -> this.database.guard("update orders set note = 'y' -- zdm:nonsense"))
			.doesNotThrowAnyException();
	}

	@Test
	void aReasonLetsItPassAndTheJournalKnows() throws SQLException {
		this.executor.execute("-- zdm:allow ZDM082 reason=\"nobody is there yet\"\nupdate orders set note = 'x'");
		assertThat(this.database.lastEntry().findings()).containsExactly("ZDM082");
		assertThat(this.database.lastEntry().outcome()).isEqualTo("done");
		assertThat(this.database.query("select count(*) from orders where note = 'x'")).containsExactly("12000");
	}

	@Test
	void theLimitIsTheUsersToSet() throws SQLException {
		GuardSettings settings = GuardSettings.defaults();
		try (GuardedDatabase generous = GuardedDatabase
			.with(new GuardSettings(Mode.REWRITE, null, 0, settings.rules(), Unknown.WARN, List.of(), 0))) {
			generous.execute("create table t as select g from generate_series(1, 12000) g", "analyze t");
			new MigrationExecutor(generous.guarded(), new Judge(settings)).execute("update t set g = g + 1");
		}
		try (GuardedDatabase strict = GuardedDatabase
			.with(new GuardSettings(Mode.REWRITE, null, 0, settings.rules(), Unknown.WARN, List.of(), 100))) {
			strict.execute("create table t as select g from generate_series(1, 120) g", "analyze t");
			assertThatExceptionOfType(StatementRefusedException.class)
				.isThrownBy(() -> new MigrationExecutor(strict.guarded(), new Judge(settings))
					.execute("update t set g = g + 1"));
		}
	}

	@Test
	void tablesOfTheSameMigrationAreFree() throws SQLException {
		this.executor.execute("create table fresh (id bigint, region text); "
				+ "insert into fresh select id, region from orders; update fresh set region = 'us'");
		this.executor.execute("begin; create table newer (id bigint); insert into newer select id from orders; commit");
		assertThat(this.database.query("select count(*) from fresh where region = 'us'")).containsExactly("12000");
		assertThatExceptionOfType(StatementRefusedException.class)
			.isThrownBy(() -> this.executor.execute("update fresh set region = 'eu'"));
	}

	@Test
	void aPreparedStatementIsPlannedWithoutItsParameters() throws SQLException {
		MigrationSource.enter(new MigrationSource("flyway", "7"));
		try (Connection connection = this.database.guarded().getConnection();
				PreparedStatement all = connection.prepareStatement("update orders set note = ?");
				PreparedStatement one = connection.prepareStatement("update orders set note = ? where id = ?")) {
			one.setString(1, "one");
			one.setLong(2, 1);
			assertThat(one.executeUpdate()).isEqualTo(1);
			one.addBatch();
			assertThat(one.executeBatch()).containsExactly(1);
			all.setString(1, "x");
			assertThatExceptionOfType(StatementRefusedException.class).isThrownBy(all::executeUpdate);
			assertThat(GuardedDatabase.query(connection, "show plan_cache_mode")).containsExactly("auto");
			assertThat(GuardedDatabase.query(connection,
					"select name from pg_prepared_statements " + "where name like 'zdm%'"))
				.isEmpty();
		}
	}

	@Test
	void anOpenTransactionStaysAsItWas() throws SQLException {
		MigrationSource.enter(new MigrationSource("flyway", "7"));
		try (Connection connection = this.database.guarded().getConnection();
				java.sql.Statement statement = connection.createStatement()) {
			connection.setAutoCommit(false);
			statement.execute("update orders set note = 'kept' where id = 1");
			assertThatExceptionOfType(StatementRefusedException.class)
				.isThrownBy(() -> statement.execute("update orders set note = 'x'"));
			assertThatExceptionOfType(SQLException.class)
				.isThrownBy(() -> statement.execute("savepoint a; update nowhere set a = 1"));
			statement.execute("rollback to savepoint a");
			connection.commit();
		}
		assertThat(this.database.query("select count(*) from orders where note = 'kept'")).containsExactly("1");
	}

	@Test
	void theRecipeIsABackfillThatWorksWhenPasted() throws Exception {
		assertThatExceptionOfType(StatementRefusedException.class).isThrownBy(() -> this.executor.execute("""
				UPDATE orders SET note = 'it''s "quoted" \\ ' || region, region = upper(region)
				WHERE note IS NULL -- not yet
				""")).satisfies((ex) -> {
			String line = ex.recipe()
				.lines()
				.filter((each) -> each.contains("zdm.backfills."))
				.findFirst()
				.orElseThrow();
			String name = line.substring(line.indexOf("zdm.backfills.") + 14, line.indexOf(": "));
			assertThat(name).isEqualTo("orders-note");
			Map<String, Object> definition = new Yaml().load(new StringReader(line.substring(line.indexOf(": ") + 2)));
			Map<?, ?> set = (Map<?, ?>) definition.get("set");
			String sets = set.entrySet()
				.stream()
				.map((each) -> each.getKey() + " = (" + each.getValue() + ")")
				.collect(Collectors.joining(", "));
			this.database.execute(
					"update " + definition.get("table") + " set " + sets + " where (" + definition.get("where") + ")");
		});
		assertThat(this.database.query("select distinct note || region from orders"))
			.containsExactly("it's \"quoted\" \\ euEU");
	}

}
