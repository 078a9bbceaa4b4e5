package dev.zdm.plan;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What is done to partitioned tables partition by partition ends as if it had been done
 * at once, from wherever it was interrupted.
 */
class PartitionPlanTests {

	private static final String[] SETUP = {
			"create table m (id int not null, day date not null, customer bigint, note text) partition by range (day)",
			"create table m_2025 partition of m for values from ('2025-01-01') to ('2026-01-01')",
			"create table \"Other.S\".\"M 26\" (note text, gone int, customer bigint, day date not null, id int not null)",
			"alter table \"Other.S\".\"M 26\" drop gone",
			"alter table m attach partition \"Other.S\".\"M 26\" for values from ('2026-01-01') to ('2027-01-01')",
			"create table m_2027 partition of m for values from ('2027-01-01') to ('2028-01-01') partition by range (id)",
			"create table m_2027_a partition of m_2027 for values from (0) to (100)",
			"create table m_2027_b partition of m_2027 default",
			"create table m_more (like m) partition by range (day)",
			"alter table m attach partition m_more for values from ('2028-01-01') to ('2029-01-01')",
			"create index has_one on m_2025 (customer desc)",
			"alter table m_2025 add constraint has_key unique (id, day)",
			"insert into m select i, date '2025-01-01' + (i * 3), 1 + i % 9, 'n' || i from generate_series(0, 360) i" };

	private static Twins twins;

	@BeforeAll
	static void create() {
		twins = new Twins();
	}

	@AfterAll
	static void drop() {
		twins.close();
	}

	static List<String> statements() {
		List<String> statements = new ArrayList<>(List.of("create index m_day on m (day)",
				"create index on m (customer, lower(note))", "create index if not exists \"M (1)\" on m (customer)",
				"create unique index on m (id, day) include (note) where customer > 0",
				"create index on m using hash (note) with (fillfactor = 70)", "create index on m_more (id)",
				"create index on m_2027 ((id + 1))", "alter table m add constraint \"K 1\" unique (day, id)",
				"alter table m add unique (id, day) include (note) deferrable",
				"alter table m add unique nulls not distinct (customer, id, day)", "alter table m add unique (id, day)",
				"alter table m add constraint \"F 1\" foreign key (customer) references customers on delete cascade",
				"alter table m add foreign key (customer) references customers deferrable initially deferred"));
		if (twins.planned.version() < 18) {
			statements.addAll(List.of("alter table m add primary key (day, id)",
					"alter table m add primary key (customer, id, day), add unique (day, id)"));
		}
		return statements;
	}

	@ParameterizedTest
	@MethodSource("statements")
	void theStepsReachWhatTheStatementDoes(String sql) throws SQLException {
		begin();
		twins.assertReaches(sql);
	}

	@ParameterizedTest
	@MethodSource("statements")
	void goesOnWhereItWasInterrupted(String sql) throws SQLException {
		begin();
		twins.assertGoesOn(sql);
	}

	@ParameterizedTest
	@ValueSource(strings = { "create index on only m (day)", "create index concurrently on m (day)",
			"alter table only m add unique (id, day)", "alter table m add constraint c unique using index has_one" })
	void leavesToTheServerWhatItsTextForbids(String sql) throws SQLException {
		begin();
		assertThat(twins.find(sql)).isEmpty();
	}

	@Test
	void aBuildThatFailedOnAPartitionIsClearedAndRepeated() throws SQLException {
		begin("insert into m_2027 values (1, '2027-05-05'), (1, '2027-05-05')");
		String sql = "create unique index on m (id, day)";
		try (Connection connection = twins.planned.connect()) {
			Plan plan = Twins.plan(connection, sql).orElseThrow();
			assertThatExceptionOfType(SQLException.class).isThrownBy(() -> Twins.run(connection, plan, Twins.ALL))
				.satisfies((ex) -> assertThat(ex.getSQLState()).isEqualTo("23505"));
			for (String repair : List.of("delete from m where day = '2027-05-05'")) {
				twins.planned.run(repair);
				twins.plain.run(repair);
			}
			twins.plain.run(sql);
			Twins.run(connection, Twins.plan(connection, sql).orElseThrow(), Twins.ALL);
		}
		twins.assertAlike();
	}

	private static void begin(String... more) throws SQLException {
		List<String> setup = new ArrayList<>(List.of(SETUP));
		setup.addAll(List.of(more));
		twins.begin(setup.toArray(String[]::new));
	}

}
