package dev.zdm.plan;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

import dev.zdm.catalog.Database;
import dev.zdm.plan.Step.StepTransaction;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The steps of a plan reach what the statement itself would have reached, from wherever
 * they were interrupted.
 */
class PlannerTests {

	private static final String LONG = "a_table_with_a_name_that_is_nearly_as_long_as_a_name_can_be_äö";

	private static Twins twins;

	@BeforeAll
	static void create() throws SQLException {
		twins = new Twins();
		twins.begin();
	}

	@AfterAll
	static void drop() {
		twins.close();
	}

	static List<String> statements() {
		List<String> statements = new ArrayList<>(List.of("create index orders_a on orders (a)",
				"create index on orders (a, lower(note) desc) include (b) where a > 0",
				"create unique index if not exists \"I (1)\" on orders (id) nulls not distinct",
				"create index on orders using hash (note)", "create index on orders ((a + 1), (b + 1))",
				"create index on orders (\"Odd \"\"Col\")", "create index on \"Other.S\".\"T.1 (x)\" (\"A (b)\")",
				"create index on " + LONG + " (a_column_with_a_name_that_is_long_as_well_ä, b)",
				"create index on " + LONG + " (b)",
				"alter table " + LONG + " add unique (a_column_with_a_name_that_is_long_as_well_ä, b)",
				"alter table " + LONG + " add primary key (b)", "alter table " + LONG + " add check (b > 0)",
				"alter table " + LONG + " add check (a_column_with_a_name_that_is_long_as_well_ä > 0)",
				"alter table " + LONG + " add foreign key (b) references customers",
				"alter table \"Other.S\".\"T.1 (x)\" add unique (\"A (b)\") with (fillfactor = 70)",
				"alter table \"Other.S\".\"T.1 (x)\" add constraint \"C (1)\" primary key (\"A (b)\", c)",
				"alter table \"Other.S\".\"T.1 (x)\" add foreign key (\"A (b)\") references customers",
				"alter table \"Other.S\".\"T.1 (x)\" alter \"A (b)\" set not null",
				"alter table only parent add constraint c check (id > 0) no inherit",
				"alter table parent add check (id > 0)", "alter table parent alter id set not null",
				"alter table p alter customer set not null", "alter table p add check (id > 0)"));
		for (String action : List.of("alter a set not null", "alter a set not null, alter \"Odd \"\"Col\" set not null",
				"add constraint c check (a > 0 and note <> 'a, b')", "add check (a > 0)", "add check (a > 0 and b > 0)",
				"add check (a > 0), add check (a > -1), add check (b > 0)",
				"add constraint \"C\" foreign key (customer) references customers on delete cascade deferrable initially deferred",
				"add foreign key (customer) references public.customers (id) match full",
				"add foreign key (customer) references customers, add foreign key (customer) references customers",
				"add foreign key (parent, id) references keyed (b, a)", "add constraint c unique (a)",
				"add unique (a, \"Odd \"\"Col\") include (b)", "add unique nulls not distinct (a) deferrable",
				"add unique (a) deferrable initially deferred, add unique (b)", "add primary key (id)",
				"add constraint c primary key (id, a) include (note) not deferrable", "add primary key (day)",
				"add constraint c unique using index ready", "add constraint c primary key using index ready",
				"add primary key using index ready deferrable",
				"add column x int default 5 not null, alter a set not null, drop column b",
				"add column x int, add column y text, alter x set default 7, add constraint c check (x > 0)",
				"add constraint c check (x > 0), add x int",
				"alter a set default 1, alter b set not null, alter a drop default",
				"alter a set statistics 10, add unique (a)",
				"add unique (a), alter a set not null, add check (b > 0) not valid",
				"add constraint c check (a > 0) not valid, validate constraint c",
				"alter day set not null, alter a set not null",
				"alter day drop not null, add constraint c check (a > 0)",
				"add foreign key (customer) references customers not valid, add check (a > 0)")) {
			statements.add("alter table orders " + action);
		}
		if (twins.planned.version() >= 18) {
			statements.addAll(List.of("alter table orders add constraint c not null a",
					"alter table orders add not null a", "alter table orders add constraint c not null a no inherit",
					"alter table orders add constraint c not null a, add not null b",
					"alter table p add foreign key (customer) references customers",
					"alter table orders add x int check (x > 0) not enforced, alter a set not null"));
		}
		return statements;
	}

	@ParameterizedTest
	@MethodSource("statements")
	void theStepsReachWhatTheStatementDoes(String sql) throws SQLException {
		twins.begin();
		twins.plain.run(sql);
		try (Connection connection = twins.planned.connect()) {
			Plan plan = Twins.plan(connection, sql).orElseThrow();
			assertThat(plan.steps()).filteredOn((step) -> Twins.isDone(connection, step))
				.extracting(Step::sql)
				.allMatch((step) -> step.contains(" DROP CONSTRAINT ") && step.contains("zdm_not_null"));
			assertThat(Twins.run(connection, plan, Twins.ALL)).isEqualTo(plan.steps().size());
			twins.assertAlike();
			assertThat(plan.toSql()).contains(plan.steps().get(0).sql());
			assertThat(plan.locks()).isNotEmpty().doesNotHaveDuplicates();
		}
	}

	/** Each step with new facts: what a process that dies after every step does. */
	@ParameterizedTest
	@MethodSource("statements")
	void goesOnWhereItWasInterrupted(String sql) throws SQLException {
		twins.begin();
		twins.assertGoesOn(sql);
	}

	@ParameterizedTest
	@ValueSource(strings = { "alter table orders add exclude (a with =)",
			"alter table orders add unique (nothing), rename a to x", "alter table orders alter a type bigint",
			"alter table orders drop a, add a text, add check (b > 0)", "alter table orders add x int not null",
			"alter table orders rename a to x", "alter table orders add check (nothing > 0)",
			"alter table orders alter a set not null, alter nothing set not null",
			"alter table keyed add primary key (a)", "alter table keyed add constraint k primary key (b, a)",
			"alter table orders alter a set not null, alter nothing set default 1",
			"alter table orders alter a set not null, alter nothing type text", "create index on orders (nothing)",
			"create index on nothing (a)", "alter table nothing add check (a > 0)", "drop index customers_pkey",
			"drop index ready cascade", "create index if not exists customers on orders (a)",
			"create index customers_pkey on orders (a)", "truncate orders" })
	void admitsThatItKnowsNoSteps(String sql) throws SQLException {
		assertThat(twins.find(sql)).isEmpty();
	}

	@Test
	void from18OnAPrimaryKeyOfAPartitionedTableHasNoSteps() throws SQLException {
		twins.begin();
		try (Connection connection = twins.planned.connect()) {
			assertThat(Twins.plan(connection, "alter table p add primary key (id)").isPresent())
				.isEqualTo(twins.planned.version() < 18);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "drop index ready", "drop index if exists nothing, ready, \"Other.S\".\"I.1\"",
			"drop index orders_note_idx, ready" })
	void indexesAreDroppedOneByOne(String sql) throws SQLException {
		twins.begin();
		theSameOf(sql);
	}

	@Test
	void anIndexThatIsMissingComesFirst() throws SQLException {
		twins.begin();
		Plan plan = twins.plan("drop index ready, nothing");
		assertThat(plan.steps()).extracting(Step::sql)
			.containsExactly("DROP INDEX CONCURRENTLY nothing", "DROP INDEX CONCURRENTLY public.ready");
		try (Connection connection = twins.planned.connect()) {
			assertThat(Twins.answer(connection, plan.steps().get(0).done())).isTrue();
		}
		assertThat(plan.steps()).extracting(Step::creates).containsExactly(true, false);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			create index i on orders (a)                                  | true
			drop index if exists nothing, ready                           | false
			alter table orders add constraint c check (a > 0)             | true
			alter table orders add constraint c primary key using index ready | true
			alter table orders add x int, add check (a > 0)               | true
			alter table orders add if not exists x int, alter a set not null | false
			alter table orders drop b, alter a set not null               | true
			alter table orders drop if exists b, alter a set not null     | false
			alter table orders alter a set not null                       | false
			""")
	void knowsWhenTheServerHasToComplainOfAName(String sql, boolean byName) throws SQLException {
		twins.begin();
		assertThat(twins.plan(sql).steps()).extracting(Step::creates).contains(byName);
		assertThat(twins.plan(sql).steps().stream().anyMatch(Step::creates)).isEqualTo(byName);
	}

	@Test
	void countsNamesThatAreTakenAsTheServerDoes() throws SQLException {
		twins.begin("create sequence orders_a_idx", "create view orders_a_idx1 as select 1 as a",
				"create table orders_a_key (id int)",
				"create table other (id int, constraint orders_a_key1 check (id > 0))",
				"create table third (id int, constraint orders_customer_fkey check (id > 0))",
				"create table fourth (id int, constraint orders_a_check check (id > 0), constraint orders_pkey check (id > 0), "
						+ "constraint orders_a_not_null check (id > 0))",
				"create sequence " + "a_table_with_a_name_that_is_nearl_a_column_with_a_name_that__idx");
		for (String sql : List.of("create index on orders (a)", "alter table orders add unique (a)",
				"alter table orders add foreign key (customer) references customers",
				"alter table orders add check (a > 0), add check (a > -1)", "alter table orders add primary key (id)",
				"alter table orders alter a set not null",
				"create index on " + LONG + " (a_column_with_a_name_that_is_long_as_well_ä, b)")) {
			theSameOf(sql);
		}
	}

	@Test
	void asManyAsTheServerWouldMake() throws SQLException {
		twins.begin();
		for (int i = 0; i < 12; i++) {
			theSameOf("create index on " + LONG + " (a_column_with_a_name_that_is_long_as_well_ä)");
		}
	}

	@Test
	void anInvalidIndexIsClearedAndBuiltAgain() throws SQLException {
		for (String sql : List.of("create unique index torn on orders (a)",
				"create unique index if not exists torn on orders (a)", "create unique index on orders (a)",
				"alter table orders add constraint torn unique (a)", "alter table orders add unique (a)")) {
			twins.begin("update orders set a = 1");
			try (Connection connection = twins.planned.connect()) {
				Plan plan = Twins.plan(connection, sql).orElseThrow();
				assertThatExceptionOfType(SQLException.class).isThrownBy(() -> Twins.run(connection, plan, Twins.ALL))
					.satisfies((ex) -> assertThat(ex.getSQLState()).isEqualTo("23505"));
				Step build = plan.steps().get(0);
				assertThat(Twins.answer(connection, build.leftover().present())).isTrue();
				assertThat(Twins.answer(connection, build.done())).isFalse();
				twins.planned.run("update orders set a = id");
				twins.plain.run("update orders set a = id", sql);
				Twins.run(connection, Twins.plan(connection, sql).orElseThrow(), Twins.ALL);
				assertThat(Twins.answer(connection, build.leftover().present())).isFalse();
				twins.assertAlike();
			}
		}
	}

	@Test
	void whatIsNamedTwiceIsFoundDone() throws SQLException {
		twins.begin();
		for (String sql : List.of("create index twice on orders (a)",
				"alter table orders add constraint c check (a > 0)", "alter table orders add constraint u unique (a)",
				"alter table orders add primary key (id)",
				"alter table orders add constraint f foreign key (customer) references customers",
				"alter table orders add foreign key (customer) references customers",
				"alter table orders add unique (b)", "alter table orders add check (b > 0)")) {
			try (Connection connection = twins.planned.connect()) {
				assertThat(Twins.run(connection, Twins.plan(connection, sql).orElseThrow(), Twins.ALL)).isPositive();
				assertThat(Twins.run(connection, Twins.plan(connection, sql).orElseThrow(), Twins.ALL)).as(sql)
					.isZero();
			}
		}
	}

	@Test
	void concurrentStepsRunInNoTransaction() throws SQLException {
		twins.begin();
		Plan plan = twins.plan("alter table orders add unique (a), add check (b > 0)");
		assertThat(plan.steps()).extracting(Step::transaction)
			.containsExactly(StepTransaction.NONE, StepTransaction.OWN, StepTransaction.OWN, StepTransaction.OWN);
		assertThat(plan.steps().get(0).sql())
			.isEqualTo("CREATE UNIQUE INDEX CONCURRENTLY orders_a_key ON public.orders (a)");
	}

	@Test
	void namesMeanTheSameWhateverTheSearchPath() throws SQLException {
		twins.begin();
		try (Connection connection = twins.planned.connect()) {
			Database.run(connection, "set search_path to \"Other.S\"");
			assertThat(Twins.plan(connection, "alter table \"T.1 (x)\" alter c set not null").orElseThrow().steps())
				.allMatch((step) -> step.sql().startsWith("ALTER TABLE \"Other.S\".\"T.1 (x)\" "));
		}
	}

	private static void theSameOf(String sql) throws SQLException {
		twins.plain.run(sql);
		twins.run(sql);
		twins.assertAlike();
	}

}
