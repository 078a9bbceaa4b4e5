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
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tables go, or are emptied, without a lock on one being waited for while another is
 * locked.
 */
class DropPlanTests {

	private static final String[] SETUP = { "alter table orders add primary key (id)",
			"alter table orders add constraint \"To C\" foreign key (customer) references customers",
			"alter table orders add constraint self foreign key (parent) references orders",
			"create table lines (id bigint, order_id bigint constraint to_order references orders, c bigint references customers)",
			"create table parts (id bigint, order_id bigint references orders, day date) partition by range (day)",
			"create table parts_1 partition of parts for values from ('2026-01-01') to ('2027-01-01')",
			"create table parts_2 partition of parts for values from ('2027-01-01') to ('2028-01-01')",
			"create table days (id bigint, day date) partition by range (day)",
			"create table \"Other.S\".\"D 1\" partition of days for values from ('2026-01-01') to ('2027-01-01')",
			"create table days_2 partition of days for values from ('2027-01-01') to ('2028-01-01')",
			"create table seen (id bigint)", "create view seen_ids as select id from seen",
			"create table alone (id bigint generated always as identity)" };

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
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			drop table lines                              | 3
			drop table orders cascade                     | 4
			drop table orders, lines, parts               | 3
			drop table parts                              | 2
			drop table \"Other.S\".\"D 1\"                | 3
			drop table if exists days_2, nowhere, lines   | 5
			drop table customers cascade                  | 3
			drop table customers, orders cascade          | 4
			""")
	void locksOnOtherTablesAreTakenOneAtATime(String sql, int steps) throws SQLException {
		begin();
		twins.plain.run(sql);
		try (Connection connection = twins.planned.connect()) {
			Plan plan = Twins.plan(connection, sql).orElseThrow();
			assertThat(plan.steps()).hasSize(steps);
			Twins.run(connection, plan, Twins.ALL);
			assertThat(Twins.run(connection, plan, Twins.ALL)).isZero();
		}
		twins.assertAlike();
	}

	@ParameterizedTest
	@ValueSource(strings = { "drop table lines", "drop table orders cascade", "drop table \"Other.S\".\"D 1\"",
			"drop table if exists days_2, nowhere, lines" })
	void goesOnWhereItWasInterrupted(String sql) throws SQLException {
		begin();
		twins.plain.run(sql);
		try (Connection connection = twins.planned.connect()) {
			int run = 1;
			while (run > 0) {
				Plan plan = Twins.plan(connection, sql).orElse(null);
				run = (plan != null) ? Twins.run(connection, plan, 1) : 0;
			}
			boolean optional = sql.contains("if exists");
			Database.run(connection, optional ? sql : sql.replace("drop table", "drop table if exists"));
			Plan over = Twins.plan(connection, sql).orElse(null);
			if (!optional) {
				assertThat(over).isNotNull();
				assertThat(over.steps()).singleElement().matches(Step::creates);
				assertThat(Twins.run(connection, over, Twins.ALL)).isZero();
			}
		}
		twins.assertAlike();
	}

	@ParameterizedTest
	@ValueSource(strings = { "drop table orders", "drop table seen", "drop table seen cascade", "drop table alone",
			"drop table nowhere, lines", "drop table parts_1", "drop table orders, lines", "drop view seen_ids",
			"truncate alone", "truncate orders, alone", "truncate orders, alone cascade", "truncate days, days_2",
			"truncate orders, lines, parts" })
	void theServerDoesOrRefusesTheRestAsItStands(String sql) throws SQLException {
		begin();
		assertThat(twins.find(sql)).isEmpty();
	}

	@Test
	void tablesOfAnotherOwnerAreNotTouched() throws SQLException {
		twins.plain.run("create role zdm_other_owner");
		begin("alter table customers owner to zdm_other_owner");
		try (Connection connection = twins.planned.connect()) {
			assertThat(Twins.plan(connection, "drop table customers cascade")).isEmpty();
		}
		finally {
			for (Database database : List.of(twins.plain, twins.planned)) {
				database.run("drop owned by zdm_other_owner cascade");
			}
			twins.plain.run("drop role zdm_other_owner");
		}
	}

	@Test
	void tablesAreEmptiedOneAtATimeUnlessKeysTieThem() throws SQLException {
		begin();
		String sql = "truncate alone, orders, only seen, lines, parts, \"Other.S\".\"T.1 (x)\" restart identity";
		try (Connection connection = twins.planned.connect()) {
			Database.run(connection, "insert into alone default values", "insert into seen values (1)");
			Plan plan = Twins.plan(connection, sql).orElseThrow();
			assertThat(plan.steps()).extracting(Step::sql)
				.containsExactly("TRUNCATE TABLE public.alone RESTART IDENTITY",
						"TRUNCATE TABLE ONLY public.seen RESTART IDENTITY",
						"TRUNCATE TABLE public.orders, public.lines, public.parts RESTART IDENTITY",
						"TRUNCATE TABLE \"Other.S\".\"T.1 (x)\" RESTART IDENTITY");
			Twins.run(connection, plan, Twins.ALL);
			assertThat(Database.strings(connection,
					"select 1 from alone union all select 1 from orders union all select 1 from seen"))
				.isEmpty();
			Database.run(connection, "insert into alone default values");
			assertThat(Database.strings(connection, "select id from alone")).containsExactly("1");
		}
	}

	private static void begin(String... more) throws SQLException {
		List<String> setup = new ArrayList<>(List.of(SETUP));
		setup.addAll(List.of(more));
		twins.begin(setup.toArray(String[]::new));
	}

}
