package dev.zdm.rule;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

import dev.zdm.catalog.Database;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is said of statements about anything but single tables and indexes.
 */
class ObjectRulesTests {

	private static Database database;

	@BeforeAll
	static void create() throws SQLException {
		database = ObjectDatabase.create();
	}

	@AfterAll
	static void drop() {
		database.close();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', nullValues = "-", textBlock = """
			reindex table orders                                  | ZDM013
			reindex index orders_note_idx                         | ZDM013
			reindex index measures_amount_idx                     | ZDM013
			reindex schema spare                                  | ZDM013
			reindex table concurrently orders                     | -
			reindex table deep                                    | -
			cluster clus                                          | ZDM014
			cluster                                               | ZDM014
			vacuum full lonely                                    | ZDM015
			vacuum full                                           | ZDM015
			vacuum lonely                                         | -
			vacuum                                                | -
			refresh materialized view mv                          | ZDM016
			refresh materialized view concurrently mv             | ZDM017
			drop table deep                                       | ZDM060
			drop table if exists nothing                          | -
			drop table orders cascade                             | ZDM060 ZDM062
			drop table deep cascade                               | ZDM060
			truncate deep                                         | ZDM061
			truncate lonely cascade                               | ZDM061
			drop view v cascade                                   | ZDM062 ZDM069
			drop view v2                                          | ZDM069
			drop view if exists nothing                           | -
			drop function touch() cascade                         | ZDM062 ZDM069
			drop function touch(int)                              | ZDM069
			drop function if exists nothing(int)                  | -
			drop type mood cascade                                | ZDM062 ZDM069
			drop domain unused                                    | ZDM069
			drop schema spare cascade                             | ZDM062 ZDM069
			drop extension citext cascade                         | ZDM062 ZDM069
			drop sequence s cascade                               | ZDM062 ZDM069
			drop trigger touch on orders                          | ZDM067
			drop trigger if exists nothing on orders              | -
			drop policy mine on lonely                            | ZDM067
			drop rule log_it on lonely                            | ZDM067
			drop statistics stat                                  | -
			drop publication pub                                  | -
			alter domain positive add check (value < 9)           | ZDM063
			alter domain positive add check (value < 9) not valid | -
			alter domain positive set not null                    | ZDM063
			alter domain positive drop not null                   | -
			alter domain later validate constraint later_check    | ZDM063
			alter domain unused add check (value < 9)             | -
			alter domain positive rename constraint positive_check to x | -
			alter domain positive rename to x                     | ZDM064
			alter view v rename to x                              | ZDM064
			alter view v rename column id to x                    | ZDM064
			alter view nothing rename to x                        | -
			alter view v owner to somebody                        | -
			alter sequence s rename to x                          | ZDM064
			alter sequence s restart                              | -
			alter type mood rename to x                           | ZDM064
			alter type mood rename value 'ok' to 'fine'           | ZDM064
			alter type mood add value 'new'                       | ZDM065
			alter type address rename attribute zip to x cascade  | ZDM064
			alter type address alter attribute zip type bigint cascade | ZDM066
			alter type address alter attribute zip type int cascade    | -
			alter type address alter attribute street type varchar cascade | -
			alter type address add attribute x int cascade        | -
			alter schema spare rename to x                        | ZDM064
			alter function low(text) rename to x                  | ZDM064
			alter function low(text) set schema spare             | ZDM064
			alter function low(text) set search_path to public    | -
			alter index orders_note_idx rename to x               | -
			alter trigger touch on orders rename to x             | -
			create trigger t before insert on lonely for each row execute function touch() | -
			create or replace view v as select id, note from orders | -
			create policy p on lonely using (true)                | -
			comment on table orders is 'x'                        | -
			grant select on orders to somebody                    | -
			create function f() returns int language sql as 'select 1' | -
			create extension hstore                               | -
			alter table orders drop note cascade                  | ZDM023 ZDM062
			alter table lonely drop fill                          | ZDM023
			alter table customers drop constraint customers_pkey cascade | -
			create something new                                  | ZDM090
			alter type mood somehow                               | ZDM090
			do $$ begin execute format('drop view %I', 'v2'); end $$ | ZDM090
			do $$ begin execute 'create table t ()'; end $$       | -
			do $$ begin create index on lonely (a); end $$        | ZDM010
			do $$ begin drop view v2; alter domain positive set not null; end $$ | ZDM063 ZDM069
			do $$ begin alter table orders add x uuid default gen_random_uuid(); end $$ | ZDM020
			""")
	void isRight(String sql, String codes) throws SQLException {
		assertThat(judge(sql)).extracting(Finding::code)
			.containsExactlyInAnyOrder((codes != null) ? codes.split(" ") : new String[0]);
	}

	@Test
	void whatGoesWithADropIsNamedAndCanBeDroppedByItself() throws SQLException {
		Finding cascade = judge("drop type mood cascade").get(0);
		assertThat(cascade.detail()).contains("table column public.customers.feeling")
			.contains("table column spare.b.m")
			.contains("view public.voutside");
		assertThat(cascade.wayOut().lines().skip(1).map(String::strip)).contains("DROP VIEW public.voutside;",
				"ALTER TABLE public.customers DROP COLUMN feeling;", "ALTER TABLE spare.b DROP COLUMN m;");
		assertRuns("drop type mood cascade", "drop type mood");
		assertRuns("drop function low(text) cascade", "drop function low(text)");
		assertRuns("drop table customers cascade", "drop table customers");
		assertRuns("drop sequence s cascade", "drop sequence s");
		assertRuns("drop function touch() cascade", "drop function touch()");
	}

	@Test
	void whatBelongsToWhatGoesIsNotCalledAnothers() throws SQLException {
		assertThat(judge("drop table lines, deep cascade")).extracting(Finding::code).containsExactly("ZDM060");
		assertThat(judge("drop table orders cascade").get(1).detail())
			.contains("table constraint lines_order_id_fkey on public.lines")
			.contains("view public.v,")
			.doesNotContain("orders_note_idx");
	}

	@Test
	void locksElsewhereAreNamed() throws SQLException {
		assertThat(judge("drop table deep").get(0).detail()).contains("public.deep")
			.endsWith("It also takes ACCESS EXCLUSIVE on public.lines.");
		assertThat(judge("truncate customers cascade").get(0).detail()).contains("public.customers, ")
			.contains("public.deep");
	}

	@Test
	void aRefreshIsRefusedWithTheWayThatIsOpen() throws SQLException {
		assertThat(judge("refresh materialized view mv").get(0).wayOut())
			.isEqualTo("Refresh it while it is read:\n  REFRESH MATERIALIZED VIEW CONCURRENTLY public.mv;");
		assertThat(judge("refresh materialized view mv2").get(0).wayOut())
			.contains("CREATE UNIQUE INDEX CONCURRENTLY ON public.mv2");
	}

	@Test
	void nothingIsSaidOfWhatNobodyElseSees() throws SQLException {
		try (Connection connection = database.begin()) {
			Database.run(connection, "create table fresh (id int primary key, amount positive)",
					"create table leaf (id int references fresh)", "create sequence counter",
					"create materialized view seen as select 1 as a");
			for (String sql : List.of("truncate fresh cascade", "drop table fresh cascade", "drop table fresh, leaf",
					"reindex table fresh", "cluster fresh using fresh_pkey", "drop sequence counter",
					"alter sequence counter rename to x", "refresh materialized view seen",
					"drop materialized view seen")) {
				assertThat(Rules.judge(Database.parse(sql), Database.facts(connection, sql))).as(sql).isEmpty();
				assertThat(StatementLocks.of(Database.parse(sql), Database.facts(connection, sql))).as(sql).isEmpty();
			}
		}
	}

	@Test
	void aDropOfWhatIsNewStillLocksWhatItRefersTo() throws SQLException {
		try (Connection connection = database.begin()) {
			Database.run(connection, "create table fresh (id bigint references customers)");
			String sql = "drop table fresh";
			assertThat(StatementLocks.of(Database.parse(sql), Database.facts(connection, sql)))
				.extracting(RelationLock::toString)
				.containsExactly("ACCESS EXCLUSIVE on public.customers");
		}
	}

	/** The statements of the way out, and then the drop without CASCADE. */
	private static void assertRuns(String cascade, String plain) throws SQLException {
		Finding finding = judge(cascade).stream()
			.filter((one) -> one.code().equals("ZDM062"))
			.findFirst()
			.orElseThrow();
		try (Connection connection = database.begin()) {
			Database.run(connection, "set local client_min_messages = warning");
			for (String sql : finding.wayOut().lines().skip(1).toList()) {
				Database.run(connection, "savepoint one");
				try {
					Database.run(connection, sql.replace("CONCURRENTLY ", ""));
				}
				catch (SQLException ex) {
					Database.run(connection, "rollback to savepoint one");
					assertThat(ex.getSQLState()).as(sql + ": " + ex.getMessage())
						.isIn("42P01", "42703", "42704", "2BP01");
				}
			}
			Database.run(connection, plain);
			connection.rollback();
		}
	}

	private static List<Finding> judge(String sql) throws SQLException {
		try (Connection connection = database.connect()) {
			return Rules.judge(Database.parse(sql), Database.facts(connection, sql));
		}
	}

}
