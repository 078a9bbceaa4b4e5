package dev.zdm.plan;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

import dev.zdm.catalog.Database;
import dev.zdm.catalog.LockMode;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A partition is made while its parent is read and written, and is what it would have
 * been.
 */
class CreatePartitionPlanTests {

	private static final String[] SETUP = {
			"""
					create table r (id bigint generated always as identity, gone int, day date not null,
					    c bigint references customers, note text default 'x' check (note <> ''),
					    g int generated always as (length(note)) stored, "Odd ""Col" varchar(9) collate "C", primary key (id, day))
					partition by range (day)""",
			"alter table r drop gone",
			"alter table r alter note set storage external, alter c set statistics 77, "
					+ "alter c set (n_distinct = 5), alter note set compression pglz",
			"alter table r add constraint late check (id > 0) not valid", "comment on table r is 'events'",
			"comment on column r.note is 'hi'", "create statistics st on id, day from r", "create index on r (c)",
			"create unique index on r (day, id) where id > 0", "grant select on r to public",
			"create trigger touch before update on r for each row execute function suppress_redundant_updates_trigger()",
			"create table ref (id bigint, day date, foreign key (id, day) references r)",
			"create table r_2025 partition of r for values from ('2025-01-01') to ('2026-01-01')",
			"insert into r (day) select date '2025-01-01' + n from generate_series(1, 50) n",
			"create table d (id bigint, day date not null, customer bigint references customers) partition by range (day)",
			"create index on d (id)", "create table d_rest partition of d default",
			"insert into d select n, date '2025-01-01' + n from generate_series(1, 50) n",
			"create table h (id bigint, v int) partition by hash (id)",
			"create table l (k text, at date) partition by list (k)",
			"create table l_a partition of l for values in ('a') partition by range (at)",
			"create table l_a_rest partition of l_a default", "insert into l values ('a', '2025-01-01')" };

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
	@ValueSource(strings = { "create table r_2026 partition of r for values from ('2026-01-01') to ('2027-01-01')",
			"""
					create table "Other.S"."R 26" partition of r (note default 'y' not null, "Odd ""Col" with options default 'z',
					    constraint ck check (id > 0), check (c > 0)) for values from ('2026-01-01') to ('2027-01-01')
					    with (fillfactor = 70)""",
			"create unlogged table r_2026 partition of r default",
			"create table r_2026 partition of r for values from ('2026-01-01') to ('2027-01-01') partition by list (id)",
			"create table if not exists d_26 partition of d for values from ('2026-01-01') to ('2027-01-01')",
			"create table h_0 partition of h for values with (modulus 2, remainder 0)",
			"create table l_a_26 partition of l_a for values from ('2026-01-01') to ('2027-01-01')",
			"create table d_26 partition of d (primary key (id)) for values from ('2026-01-01') to ('2027-01-01')" })
	void theTableIsWhatItWouldHaveBeen(String sql) throws SQLException {
		begin();
		twins.assertReaches(sql);
	}

	@ParameterizedTest
	@ValueSource(strings = { "create table r_2026 partition of r for values from ('2026-01-01') to ('2027-01-01')",
			"create table d_26 partition of d for values from ('2026-01-01') to ('2027-01-01')",
			"create table d_26 partition of d (primary key (id)) for values from ('2026-01-01') to ('2027-01-01')" })
	void goesOnWhereItWasInterrupted(String sql) throws SQLException {
		begin();
		twins.assertGoesOn(sql);
	}

	@Test
	void theParentIsLockedForDdlOnly() throws SQLException {
		begin();
		Plan plan = twins.plan("create table r_2026 partition of r for values from ('2026-01-01') to ('2027-01-01')");
		assertThat(plan.locks()).filteredOn((lock) -> lock.mode() == LockMode.ACCESS_EXCLUSIVE)
			.extracting((lock) -> lock.relation().name())
			.containsOnly("r_2026");
	}

	@ParameterizedTest
	@ValueSource(strings = {
			"create table r_2026 partition of r (unique (id, day)) for values from ('2026-01-01') to ('2027-01-01')",
			"create table r_2026 partition of r (c check (c > 0)) for values from ('2026-01-01') to ('2027-01-01')",
			"create table r_2026 partition of r (check (true) no inherit, foreign key (c) references customers) for values from ('2026-01-01') to ('2027-01-01')",
			"create table r_2026 partition of r (constraint late check (id > 1)) for values from ('2026-01-01') to ('2027-01-01')",
			"create temporary table r_2026 partition of r for values from ('2026-01-01') to ('2027-01-01')",
			"create table if not exists r_2025 partition of r for values from ('2026-01-01') to ('2027-01-01')",
			"create table d_2 partition of d default" })
	void leavesToTheServerWhatItCouldNotMakeTheSame(String sql) throws SQLException {
		begin();
		assertThat(twins.find(sql)).isEmpty();
	}

	@Test
	void theTableIsMadeWhereTheSearchPathSays() throws SQLException {
		begin();
		String sql = "create table r_2026 partition of public.r for values from ('2026-01-01') to ('2027-01-01')";
		try (Connection plain = twins.plain.connect(); Connection planned = twins.planned.connect()) {
			Database.run(plain, "set search_path = nowhere, \"Other.S\", public", sql);
			Database.run(planned, "set search_path = nowhere, \"Other.S\", public",
					"create table public.r_2026 (id int)", "drop table public.r_2026");
			Twins.run(planned, Twins.plan(planned, sql).orElseThrow(), Twins.ALL);
		}
		twins.assertAlike();
	}

	private static void begin(String... more) throws SQLException {
		List<String> setup = new ArrayList<>(List.of(SETUP));
		setup.addAll(List.of(more));
		twins.begin(setup.toArray(String[]::new));
	}

}
