package dev.zdm.plan;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

import dev.zdm.catalog.Database;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A partition becomes a table of its own while the others are used.
 */
class DetachPlanTests {

	private static final String[] SETUP = { """
			create table r (id bigint not null, day date not null, customer bigint,
			    note varchar(20) default 'x' check (note <> ''), primary key (id, day)) partition by range (day)""",
			"create index on r (customer)",
			"create trigger touch before update on r for each row execute function suppress_redundant_updates_trigger()",
			"create table r_2025 partition of r for values from ('2025-01-01') to ('2026-01-01')",
			"alter table r_2025 add check (day > '2000-01-01')", "alter table r_2025 add check (day > '2000-01-02')",
			"create table r_2026 partition of r for values from ('2026-01-01') to ('2027-01-01')",
			"alter table r_2026 add constraint mine check (day >= '2026-01-01' and day < '2027-01-01')",
			"create table \"Other.S\".\"R (27)\" partition of r for values from ('2027-01-01') to ('2028-01-01') partition by list (id)",
			"create table r_27_a partition of \"Other.S\".\"R (27)\" for values in (1)",
			"create table r_27_b partition of \"Other.S\".\"R (27)\" default",
			"create table h (id bigint, v int) partition by hash (id)",
			"create table h_0 partition of h for values with (modulus 2, remainder 0)",
			"create table h_1 partition of h for values with (modulus 2, remainder 1)",
			"create table l (k varchar(9), at timestamptz) partition by list (k)",
			"create table l_a partition of l for values in ('a', null) partition by range (at, k)",
			"create table l_a1 partition of l_a for values from ('2026-01-01', minvalue) to ('2027-01-01', 'x')" };

	private static Twins twins;

	@BeforeAll
	static void create() {
		twins = new Twins();
	}

	@AfterAll
	static void drop() {
		twins.close();
	}

	@ParameterizedTest
	@ValueSource(strings = { "alter table r detach partition r_2025", "alter table r detach partition r_2026",
			"alter table r detach partition \"Other.S\".\"R (27)\"", "alter table h detach partition h_1",
			"alter table l detach partition l_a", "alter table l_a detach partition l_a1",
			"alter table r detach partition r_2025 concurrently" })
	void theStepsReachWhatTheStatementDoes(String sql) throws SQLException {
		begin();
		twins.assertReaches(sql);
	}

	@ParameterizedTest
	@ValueSource(strings = { "alter table r detach partition r_2025", "alter table r detach partition r_2026",
			"alter table h detach partition h_1", "alter table l detach partition l_a",
			"alter table r detach partition \"Other.S\".\"R (27)\"" })
	void goesOnWhereItWasInterrupted(String sql) throws SQLException {
		begin();
		twins.plain.run(sql);
		try (Connection connection = twins.planned.connect()) {
			while (Twins.plan(connection, sql).isPresent()
					&& Twins.run(connection, Twins.plan(connection, sql).orElseThrow(), 1) > 0) {
				assertThat(Twins.plan(connection, sql).map(Plan::steps).orElse(List.of())).hasSizeLessThan(5);
			}
		}
		twins.assertAlike();
	}

	@ParameterizedTest
	@ValueSource(strings = { "alter table r detach partition r_2025", "alter table h detach partition h_1" })
	void goesOnToItsEnd(String sql) throws SQLException {
		begin();
		twins.plain.run(sql);
		try (Connection connection = twins.planned.connect()) {
			Twins.run(connection, Twins.plan(connection, sql).orElseThrow(), 1);
			Twins.run(connection, Twins.plan(connection, sql).orElseThrow(), Twins.ALL);
		}
		twins.assertAlike();
	}

	@Test
	void endsWhatIsHalfDone() throws SQLException {
		begin();
		String sql = "alter table r detach partition r_2025";
		twins.plain.run(sql);
		try (Connection connection = twins.planned.connect(); Connection reader = twins.planned.begin()) {
			Twins.run(connection, Twins.plan(connection, sql).orElseThrow(), 1);
			Database.run(reader, "select from r");
			Database.run(connection, "set lock_timeout = '50ms'");
			assertThatExceptionOfType(SQLException.class)
				.isThrownBy(() -> Database.run(connection, sql + " concurrently"));
			assertThat(
					Database.strings(connection, "select inhrelid::regclass from pg_inherits where inhdetachpending"))
				.containsExactly("r_2025");
			reader.rollback();
			Plan rest = Twins.plan(connection, sql).orElseThrow();
			assertThat(Twins.run(connection, rest, Twins.ALL)).isEqualTo(2);
		}
		twins.assertAlike();
	}

	@ParameterizedTest
	@ValueSource(strings = { "create table r_rest partition of r default",
			"create table r_more partition of r default partition by list (id)" })
	void knowsWhereThereIsNoConcurrentForm(String more) throws SQLException {
		begin(more);
		try (Connection connection = twins.planned.connect()) {
			assertThat(Twins.plan(connection, "alter table r detach partition r_2025")).isEmpty();
			assertThat(Twins.plan(connection, "alter table r detach partition r_2025 concurrently")).isEmpty();
		}
	}

	@Test
	void whoTheRowsReferToWouldWaitForTheConcurrentForm() throws SQLException {
		begin("alter table r add foreign key (customer) references customers");
		try (Connection connection = twins.planned.connect()) {
			assertThat(Twins.plan(connection, "alter table r detach partition r_2025")).isEmpty();
			assertThat(Twins.plan(connection, "alter table r detach partition r_2025 concurrently")).isPresent();
		}
	}

	@Test
	void leavesToTheServerWhatIsNoPartition() throws SQLException {
		begin();
		try (Connection connection = twins.planned.connect()) {
			Plan plan = Twins.plan(connection, "alter table r detach partition orders").orElseThrow();
			assertThat(plan.steps()).filteredOn(Step::creates).hasSize(1);
			assertThat(Twins.run(connection, plan, Twins.ALL)).isZero();
		}
	}

	private static void begin(String... more) throws SQLException {
		List<String> setup = new ArrayList<>(List.of(SETUP));
		setup.addAll(List.of(more));
		twins.begin(setup.toArray(String[]::new));
	}

}
