package dev.zdm.plan;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A table becomes a partition without a row being read, or an index built, while others
 * wait.
 */
class AttachPlanTests {

	private static final String[] SETUP = {
			"""
					create table r (id bigint not null, day date not null, customer bigint references customers on delete cascade,
					    note varchar(20) default 'x' check (note <> ''), primary key (id, day)) partition by range (day)""",
			"create index on r (customer)", "create index on r ((lower(note)), day desc)",
			"create unique index on r (day, id) include (note) where id > 0",
			"alter table r add unique nulls_ (day, customer, id)",
			"create trigger touch before update on r for each row execute function suppress_redundant_updates_trigger()",
			"create table r_2025 partition of r for values from ('2025-01-01') to ('2026-01-01')",
			"create table r_rest partition of r default",
			"""
					create table "Other.S"."R 26" (gone int, note varchar(20) constraint r_note_check check (note <> ''), customer bigint,
					    day date not null, id bigint not null)""",
			"alter table \"Other.S\".\"R 26\" drop gone", "create table r_2027 (like r including all)",
			"alter table r_2027 add foreign key (customer) references customers on delete cascade",
			"alter table r_2027 add constraint own check (day is not null and day >= '2027-01-01' and day < '2027-06-01')",
			"create table r_2028 (like r including constraints) partition by list (id)",
			"create table r_2028_a partition of r_2028 for values in (1, 2)",
			"create table r_2028_b partition of r_2028 default",
			"create table lists (k varchar(10), v int) partition by list (k)",
			"create table lists_rest (k varchar(10), v int) partition by list (v)",
			"create table lists_rest_1 partition of lists_rest default",
			"alter table lists attach partition lists_rest default", "create table lists_a (k varchar(10), v int)",
			"create table hashed (id bigint, v int) partition by hash (id)",
			"create table hashed_0 partition of hashed for values with (modulus 2, remainder 0)",
			"create table hashed_1 (id bigint, v int)", "create table under (id bigint, v int) partition by range (v)",
			"alter table hashed_0 add constraint c check (v > 0)",
			"create table two (id bigint, k mood, at timestamptz) partition by list (k)",
			"create table two_a partition of two for values in ('sad') partition by range (at, id)",
			"create table two_a1 (id bigint, k mood, at timestamptz)",
			"create table two_b partition of two for values in ('happy')", "create table two_rest (like two)",
			"insert into customers select n from generate_series(10, 400) n", """
					insert into r select i, date '2025-01-01' + i, i, 'n' || i % 5 from generate_series(1, 60) i""",
			"insert into r_rest select i, date '2035-01-01' + i, i, 'n' || i % 5 from generate_series(1, 60) i", """
					insert into "Other.S"."R 26" (id, day, customer, note)
					select i, date '2026-01-01' + i, i, 'n' || i % 5 from generate_series(1, 60) i""",
			"insert into r_2027 select i, date '2027-01-01' + i, i, 'n' || i % 5 from generate_series(1, 60) i",
			"insert into r_2028 select i, date '2028-01-01' + i, i, 'n' || i % 5 from generate_series(1, 60) i",
			"insert into lists_rest values ('z', 1), ('y', 2)", "insert into lists_a values ('a', 1), (null, 2)",
			"insert into hashed_1 select i from generate_series(1, 50) i where satisfies_hash_partition('hashed'::regclass, 2, 1, i::bigint)",
			"insert into two_a1 values (1, 'sad', '2026-01-01 12:00+00')",
			"insert into two_rest values (1, null, now())" };

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
		List<String> statements = new ArrayList<>(List.of(
				"alter table r attach partition \"Other.S\".\"R 26\" for values from ('2026-01-01') to ('2027-01-01')",
				"alter table r attach partition r_2027 for values from ('2027-01-01') to ('2028-01-01')",
				"alter table lists attach partition lists_a for values in ('a', 'b', null)",
				"alter table hashed attach partition hashed_1 for values with (modulus 2, remainder 1)",
				"alter table two_a attach partition two_a1 for values from ('2026-01-01', minvalue) to ('2027-01-01', 5)",
				"alter table two attach partition two_rest default"));
		if (twins.planned.version() < 18) {
			statements.add("alter table r attach partition r_2028 for values from ('2028-01-01') to ('2029-01-01')");
		}
		return statements;
	}

	@ParameterizedTest
	@MethodSource("statements")
	void nothingIsReadUnderTheLocks(String sql) throws SQLException {
		begin();
		assertThat(twins.assertReaches(sql)).isGreaterThan(1);
	}

	@ParameterizedTest
	@MethodSource("statements")
	void goesOnWhereItWasInterrupted(String sql) throws SQLException {
		begin();
		twins.assertGoesOn(sql);
	}

	@Test
	void aCheckThatTheTableLacksIsTheServersBusiness() throws SQLException {
		String sql = "alter table r attach partition r_2027 for values from ('2027-01-01') to ('2028-01-01')";
		begin("alter table r add constraint late check (id > 0)");
		assertThat(twins.find(sql)).isEmpty();
		begin("alter table r add constraint late check (id > 0)",
				"alter table r_2027 add constraint late check (id > 0)");
		assertThat(twins.find(sql)).isPresent();
	}

	private static void begin(String... more) throws SQLException {
		List<String> setup = new ArrayList<>(List.of("create type mood as enum ('sad', 'happy')"));
		setup.addAll(List.of(SETUP));
		setup.addAll(List.of(more));
		setup.replaceAll(
				(sql) -> sql.replace(" nulls_ ", (twins.planned.version() < 15) ? " " : " nulls not distinct "));
		twins.begin(setup.toArray(String[]::new));
	}

}
