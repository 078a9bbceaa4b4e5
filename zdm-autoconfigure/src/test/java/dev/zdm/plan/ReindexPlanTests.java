package dev.zdm.plan;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

import dev.zdm.catalog.Database;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Indexes that are built anew without blocking anybody.
 */
class ReindexPlanTests {

	private final Twins twins = new Twins();

	@AfterEach
	void drop() {
		this.twins.close();
	}

	@ParameterizedTest
	@CsvSource({ "reindex index ready, REINDEX INDEX CONCURRENTLY public.ready",
			"reindex table \"Other.S\".\"T.1 (x)\", REINDEX TABLE CONCURRENTLY \"Other.S\".\"T.1 (x)\"",
			"reindex index customers_pkey, REINDEX INDEX CONCURRENTLY public.customers_pkey" })
	void isRunConcurrently(String sql, String step) throws SQLException {
		this.twins.begin();
		this.twins.plain.run(sql);
		try (Connection connection = this.twins.planned.connect()) {
			Plan plan = Twins.plan(connection, sql).orElseThrow();
			assertThat(plan.steps()).extracting(Step::sql).containsExactly(step);
			List<String> files = files(connection);
			assertThat(Twins.run(connection, plan, Twins.ALL)).isOne();
			assertThat(files(connection)).isNotEqualTo(files);
		}
		this.twins.assertAlike();
	}

	@ParameterizedTest
	@ValueSource(strings = { "reindex index orders_a", "reindex table orders" })
	void whatAnInterruptedOneLeftIsDropped(String sql) throws SQLException {
		this.twins.begin("create index orders_a on orders (a)", "create table other (a int)",
				"create index orders_a_ccnew on other (a)");
		this.twins.plain.run(sql);
		this.twins.planned.run("create unique index orders_a_ccold3 on orders (b)");
		this.twins.planned.run("update pg_index set indisvalid = false where indexrelid = 'orders_a_ccold3'::regclass");
		try (Connection connection = this.twins.planned.connect()) {
			Plan plan = Twins.plan(connection, sql).orElseThrow();
			assertThat(plan.steps()).hasSize(2);
			Twins.run(connection, plan, Twins.ALL);
		}
		this.twins.assertAlike();
	}

	@Test
	void anIndexThatIsNotValidIsBuiltWithItsTable() throws SQLException {
		this.twins.begin("update orders set a = 1");
		assertThatExceptionOfType(SQLException.class)
			.isThrownBy(() -> this.twins.planned.run("create unique index concurrently torn on orders (a)"));
		this.twins.planned.run("update orders set a = id");
		this.twins.plain.run("update orders set a = id", "create unique index torn on orders (a)",
				"reindex table orders");
		this.twins.run("reindex table orders");
		this.twins.assertAlike();
	}

	@ParameterizedTest
	@ValueSource(strings = { "reindex table p", "reindex (verbose) table orders", "reindex schema public",
			"reindex table booked", "reindex table nothing" })
	void admitsThatItKnowsNoSteps(String sql) throws SQLException {
		this.twins.begin("create table booked (during int4range, exclude using gist (during with &&))");
		assertThat(this.twins.find(sql)).isEmpty();
	}

	private static List<String> files(Connection connection) throws SQLException {
		return Database.strings(connection,
				"select relname || ' ' || relfilenode from pg_class where relkind = 'i' order by 1");
	}

}
