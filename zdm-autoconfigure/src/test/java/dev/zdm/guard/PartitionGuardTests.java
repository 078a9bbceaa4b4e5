package dev.zdm.guard;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

import dev.zdm.execute.LadderSettings;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Partitions, tables that go and views that are refreshed, through the guard.
 */
class PartitionGuardTests {

	private static final String ATTACH = "alter table events attach partition events_2027 for values from ('2027-01-01') to ('2028-01-01')";

	private final GuardedDatabase database = GuardedDatabase.create();

	@BeforeEach
	void createTables() throws SQLException {
		this.database.execute("create table days (day date primary key)",
				"create table events (day date not null, what text) partition by range (day)",
				"create table events_2026 partition of events for values from ('2026-01-01') to ('2027-01-01')",
				"create table events_rest partition of events default", "create index on events (what)",
				"create table events_2027 (like events)",
				"insert into events_2027 select date '2027-01-01' + n, 'e' from generate_series(1, 50) n",
				"insert into events select date '2026-01-01' + n, 'e' from generate_series(1, 50) n");
	}

	@AfterEach
	void close() {
		this.database.close();
	}

	@Test
	void aTableIsAttachedAndTheProofsAreGone() throws SQLException {
		this.database.guard(ATTACH);
		assertThat(this.database.query("select count(*) from events")).containsExactly("100");
		assertThat(this.database.validIndexes("events_2027")).containsExactly("events_2027_what_idx");
		assertThat(this.database
			.query("select conname from pg_constraint where contype = 'c' and conrelid::regclass::text like 'events%'"))
			.isEmpty();
		assertThat(this.database.lastEntry().verdict()).isEqualTo("rewrite");
	}

	@Test
	void rowsThatStandInTheWayAreSaidToBeMovedAndNoCheckStays() throws SQLException {
		this.database.execute("insert into events values ('2027-05-05', 'early')");
		assertThatExceptionOfType(SQLException.class).isThrownBy(() -> this.database.guard(ATTACH))
			.satisfies((ex) -> assertThat(ex.getSQLState()).isEqualTo("23514"))
			.withMessageContaining(
					"The default partition public.events_rest has rows that belong into public.events_2027")
			.withMessageContaining("DELETE FROM public.events_rest WHERE");
		assertThat(this.database.constraints("events_rest")).noneMatch((name) -> name.contains("zdm"));
		this.database.execute("insert into events values ('2027-05-06', 'goes on')");
		this.database.execute("""
				with moved as (delete from events_rest where day >= '2027-01-01' and day < '2028-01-01' returning *)
				insert into events_2027 select * from moved""");
		this.database.guard(ATTACH);
		assertThat(this.database.query("select count(*) from events_2027")).containsExactly("52");
		assertThat(this.database.constraints("events_2027")).noneMatch((name) -> name.contains("zdm"));
	}

	@Test
	void rowsThatDoNotBelongIntoTheTableAreAnErrorWithAQueryThatFindsThem() throws SQLException {
		this.database.execute("insert into events_2027 values ('2031-01-01', 'late')");
		assertThatExceptionOfType(SQLException.class).isThrownBy(() -> this.database.guard(ATTACH))
			.withMessageContaining("IS NOT TRUE");
		assertThat(this.database.constraints("events_2027")).noneMatch((name) -> name.contains("zdm"));
	}

	@Test
	void anIndexThatOnlyLooksAlikeIsNoneAndAnotherIsBuiltBefore() throws SQLException {
		this.database.execute("drop table events_rest", "create index on events_2027 (what) where day > '2027-02-02'",
				"alter table events_2027 add constraint mine check (day >= '2027-01-01' and day < '2028-01-01')");
		this.database.guard(ATTACH);
		assertThat(this.database.lastEntry().verdict()).isEqualTo("rewrite");
		assertThat(this.database.validIndexes("events_2027")).containsExactly("events_2027_what_idx",
				"events_2027_what_idx1");
		assertThat(this.database.constraints("events_2027")).contains("mine").noneMatch((name) -> name.contains("zdm"));
	}

	@Test
	void rowsAreRefusedNoLongerWhenTheLockIsNotToBeHad() throws SQLException {
		LadderSettings impatient = new LadderSettings(Duration.ofMillis(100), 2, Duration.ofMillis(20),
				Duration.ofSeconds(1));
		try (GuardedDatabase other = GuardedDatabase.with(impatient);
				Connection blocker = other.unguarded().getConnection()) {
			other.execute("create table events (day date not null) partition by range (day)",
					"create table events_rest partition of events default", "create table events_2027 (like events)");
			blocker.setAutoCommit(false);
			blocker.createStatement().execute("lock table only events in share update exclusive mode");
			assertThatExceptionOfType(SQLException.class).isThrownBy(() -> other.guard(ATTACH))
				.satisfies((ex) -> assertThat(ex.getSQLState()).isEqualTo("55P03"))
				.withMessageContaining("ATTACH PARTITION");
			assertThat(other.constraints("events_rest")).noneMatch((name) -> name.contains("zdm"));
			other.execute("insert into events_rest values ('2035-05-05')");
			blocker.rollback();
			other.guard(ATTACH);
			assertThat(other.query("select count(*) from pg_constraint where conname like '%zdm%'"))
				.containsExactly("0");
		}
	}

	@Test
	void aPartitionIsMadeAndFilledInOneTransactionOfTheCaller() throws SQLException {
		String create = "create table events_2028 partition of events (what default 'new') for values from ('2028-01-01') to ('2029-01-01')";
		for (int run = 0; run < 2; run++) {
			try (Connection connection = this.database.guarded().getConnection();
					Statement statement = connection.createStatement()) {
				connection.setAutoCommit(false);
				statement.execute("select 1");
				statement.execute(create);
				statement.execute("insert into events_2028 (day) values ('2028-02-02')");
				connection.rollback();
			}
			assertThat(this.database.lastEntry().verdict()).isEqualTo("rewrite");
		}
		assertThat(this.database.query("select relispartition from pg_class where relname = 'events_2028'"))
			.containsExactly("t");
		assertThat(this.database.constraints("events_rest")).noneMatch((name) -> name.contains("zdm"));
	}

	@Test
	void aPartitionIsDetachedBesideAReader() throws SQLException {
		this.database.execute("drop table events_rest");
		try (Connection reader = this.database.unguarded().getConnection()) {
			reader.setAutoCommit(false);
			GuardedDatabase.query(reader, "select 1");
			this.database.guard("alter table events detach partition events_2026");
		}
		assertThat(this.database.lastEntry().verdict()).isEqualTo("rewrite");
		assertThat(this.database
			.query("select conname from pg_constraint where contype = 'c' and conrelid::regclass::text like 'events%'"))
			.isEmpty();
		assertThat(this.database.query("select count(*) from events")).containsExactly("0");
	}

	@Test
	void withADefaultPartitionItIsDetachedAsItStands() throws SQLException {
		this.database.guard("alter table events detach partition events_2026");
		assertThat(this.database.lastEntry().verdict()).isEqualTo("safe");
	}

	@Test
	void aTableIsDroppedAfterItsForeignKeysButInsideATransactionAsItStands() throws SQLException {
		this.database.execute("create table notes (day date references days)",
				"create table more_notes (day date references days)");
		this.database.guard("drop table notes");
		assertThat(this.database.lastEntry().verdict()).isEqualTo("rewrite");
		try (Connection connection = this.database.guarded().getConnection();
				Statement statement = connection.createStatement()) {
			connection.setAutoCommit(false);
			statement.execute("select 1");
			statement.execute("drop table more_notes");
			connection.rollback();
		}
		assertThat(this.database.lastEntry().verdict()).isEqualTo("safe");
		assertThat(this.database.query("select to_regclass('more_notes')")).containsExactly("more_notes");
	}

	@Test
	void aViewIsRefreshedConcurrentlyUnlessItsTransactionHasWritten() throws SQLException {
		this.database.execute("create materialized view totals as select what, count(*) from events group by 1",
				"create unique index on totals (what)");
		try (Connection connection = this.database.guarded().getConnection();
				Statement statement = connection.createStatement()) {
			connection.setAutoCommit(false);
			statement.execute("select 1");
			statement.execute("refresh materialized view totals");
			assertThat(this.database.lastEntry().verdict()).isEqualTo("rewrite");
			statement.execute("insert into events values ('2026-05-05', 'new')");
			assertThatExceptionOfType(StatementRefusedException.class)
				.isThrownBy(() -> statement.execute("refresh materialized view totals"))
				.withMessageContaining("belong together");
			connection.rollback();
		}
	}

}
