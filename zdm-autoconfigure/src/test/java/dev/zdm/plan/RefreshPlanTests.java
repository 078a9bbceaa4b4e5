package dev.zdm.plan;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

import dev.zdm.catalog.Database;
import dev.zdm.plan.Step.Patience;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Materialized views that are filled anew while they are read.
 */
class RefreshPlanTests {

	private static final String LOCK = """
			select distinct mode from pg_locks where pid = pg_backend_pid() and relation = '"Other.S"."V 1"'::regclass
			order by mode""";

	private static Twins twins;

	@BeforeAll
	static void create() {
		twins = new Twins();
	}

	@AfterAll
	static void drop() {
		twins.close();
	}

	@Test
	void isFilledWhileItIsRead() throws SQLException {
		begin("create unique index on \"Other.S\".\"V 1\" (id) include (note)",
				"insert into orders (id, note, day) values (77, 'new', '2026-01-01')");
		String sql = "refresh materialized view \"Other.S\".\"V 1\"";
		twins.plain.run(sql);
		try (Connection connection = twins.planned.connect()) {
			Plan plan = Twins.plan(connection, sql).orElseThrow();
			assertThat(plan.steps()).singleElement().satisfies((step) -> {
				assertThat(step.sql()).isEqualTo("REFRESH MATERIALIZED VIEW CONCURRENTLY \"Other.S\".\"V 1\"");
				assertThat(step.locks()).extracting(Object::toString)
					.containsExactly("EXCLUSIVE on \"Other.S\".\"V 1\"");
			});
			Database.run(connection, plan.steps().get(0).sql());
			assertThat(Database.strings(connection, "select note from \"Other.S\".\"V 1\" where id = 77"))
				.containsExactly("new");
			connection.setAutoCommit(false);
			Database.run(connection, plan.steps().get(0).sql());
			assertThat(Database.strings(connection, LOCK)).contains("ExclusiveLock")
				.doesNotContain("AccessExclusiveLock");
			connection.rollback();
		}
		twins.assertAlike();
	}

	@Test
	void isFilledForTheFirstTimeAsItStands() throws SQLException {
		begin();
		try (Connection connection = twins.planned.connect()) {
			Plan plan = Twins.plan(connection, "refresh materialized view unfilled").orElseThrow();
			assertThat(plan.steps()).singleElement().satisfies((step) -> {
				assertThat(step.sql()).isEqualTo("REFRESH MATERIALIZED VIEW public.unfilled");
				assertThat(step.patience()).isEqualTo(Patience.LADDER);
			});
			Database.run(connection, plan.steps().get(0).sql());
		}
		twins.plain.run("refresh materialized view unfilled");
		twins.assertAlike();
	}

	@ParameterizedTest
	@ValueSource(strings = { "create unique index on \"Other.S\".\"V 1\" (id) where id > 0",
			"create unique index on \"Other.S\".\"V 1\" ((id + 1))", "create index on \"Other.S\".\"V 1\" (id)",
			"create unique index on \"Other.S\".\"V 1\" (id, lower(note))" })
	void theServerWouldRefuseOtherIndexes(String index) throws SQLException {
		begin(index);
		assertThat(twins.find("refresh materialized view \"Other.S\".\"V 1\"")).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "refresh materialized view keyed with no data",
			"refresh materialized view concurrently keyed" })
	void whatItsTextAsksForStays(String sql) throws SQLException {
		begin("drop table keyed", "create materialized view keyed as select 1 as id",
				"create unique index on keyed (id)");
		assertThat(twins.find(sql)).isEmpty();
	}

	private static void begin(String... more) throws SQLException {
		List<String> setup = new ArrayList<>(
				List.of("create materialized view \"Other.S\".\"V 1\" as select id, note from orders",
						"create materialized view unfilled as select id from orders with no data"));
		setup.addAll(List.of(more));
		twins.begin(setup.toArray(String[]::new));
	}

}
