package dev.zdm.catalog;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

import dev.zdm.sql.AlterAction;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class EmptyTwinTests {

	private static final Database database = new Database();

	@BeforeAll
	static void create() throws SQLException {
		database.run("create extension citext", "create domain free_text as text",
				"create domain short_text as text check (length(value) < 5)",
				"create type mood as enum ('sad', 'glad')",
				"create function vol() returns int language sql volatile as 'select 1'",
				"create function opaque() returns int language plpgsql volatile as 'begin return 1; end'",
				"create function stab() returns int language plpgsql stable as 'begin return 1; end'",
				"create table p (id int primary key)", "create sequence seq",
				"""
						create table t (id int primary key, a int default nextval('seq'), b text check (b <> 'x'), u text unique,
						    ref int references p, n int generated always as identity, s int generated always as (id * 2) stored)
						""",
				"create index t_lower on t (lower(b)) where a > 0", "create table \"My \"\"T\"\"\" (id int)",
				"insert into p values (1)", "insert into t (id, ref) values (1, 1)");
	}

	@AfterAll
	static void drop() {
		database.close();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			add x uuid default gen_random_uuid()          | true
			add x int default opaque()                    | true
			add x timestamptz default clock_timestamp()   | true
			add x bigint default nextval('seq')           | true
			add x float8 default random()                 | true
			add x short_text                              | true
			add x short_text default 'a'                  | true
			add x int default vol()                       | false
			add x int default stab()                      | false
			add x timestamptz default now()               | false
			add x text default current_user               | false
			add x mood default 'sad'                      | false
			add x free_text default 'a'                   | false
			add x int[] default array[1, 2]               | false
			add x int default (1 + 2) * 3                 | false
			""")
	void knowsWhichNewColumnsRewriteTheTable(String action, boolean rewrites) throws SQLException {
		Facts.Effect effect = effect("t", action);
		assertThat(effect.rewritesTable()).isEqualTo(rewrites);
		assertThat(effect.unknown()).isNull();
		assertThat(rewritten("t", action)).isEqualTo(rewrites);
	}

	@ParameterizedTest
	@ValueSource(strings = { "add x int", "add x numeric(10, 2) default 0", "add x text default 'a' not null",
			"add x timestamp(3) with time zone", "add x varchar(20) default 'a'::character varying(20)", "drop b",
			"alter a set not null", "add constraint c check (a > 0)", "add unique (a)", "add x serial" })
	void doesNotTryWhatIsPlainToSee(String action) throws SQLException {
		assertThat(effects("t", action)).isEmpty();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			varchar(10)    | varchar(20)    | false
			varchar(10)    | varchar        | false
			varchar(10)    | text           | false
			varchar(10)    | citext         | false
			text           | varchar        | false
			numeric(10,2)  | numeric(12,2)  | false
			numeric(10,2)  | numeric        | false
			timestamp(3)   | timestamp(6)   | false
			interval(3)    | interval(6)    | false
			interval(3)    | interval       | false
			bit(8)         | varbit         | false
			varbit(8)      | varbit(16)     | false
			cidr           | inet           | false
			xml            | text           | false
			int            | oid            | false
			free_text      | text           | false
			text           | text           | false
			timestamp      | timestamptz    | false
			timestamptz(3) | timestamp(6)   | false
			varchar(20)    | varchar(10)    | true
			varchar        | varchar(10)    | true
			text           | varchar(10)    | true
			char(10)       | char(20)       | true
			char(10)       | text           | true
			numeric(10,2)  | numeric(10,3)  | true
			numeric        | numeric(10,2)  | true
			timestamp(6)   | timestamp(3)   | true
			time           | time(3)        | true
			time           | timetz         | true
			date           | timestamp      | true
			bit(8)         | bit(16)        | true
			inet           | cidr           | true
			json           | jsonb          | true
			json           | text           | true
			smallint       | int            | true
			int            | bigint         | true
			int[]          | bigint[]       | true
			real           | double precision | true
			mood           | text           | true
			text           | short_text     | true
			""")
	void knowsWhichTypeChangesRewriteTheTable(String from, String to, boolean rewrites) throws SQLException {
		try (Connection connection = database.begin()) {
			String using = from.startsWith("bit") || from.equals("text") ? " using c::" + to : "";
			Database.run(connection, "create table typed (c " + from + ", d int)");
			connection.commit();
			try {
				Database.run(connection, "set local time zone 'UTC'");
				String action = "alter c type " + to + using;
				assertThat(effects(connection, "typed", action)).singleElement().satisfies((effect) -> {
					assertThat(effect.unknown()).isNull();
					assertThat(effect.rewritesTable()).isEqualTo(rewrites);
				});
				assertThat(rewritten(connection, "typed", action)).isEqualTo(rewrites);
			}
			finally {
				Database.run(connection, "drop table typed");
				connection.commit();
			}
		}
	}

	@ParameterizedTest
	@CsvSource({ "UTC,false", "Etc/UTC,false", "Europe/Berlin,true", "Africa/Abidjan,true" })
	void theSessionsTimeZoneDecides(String zone, boolean rewrites) throws SQLException {
		try (Connection connection = database.begin()) {
			Database.run(connection, "create table if not exists zoned (c timestamp)");
			connection.commit();
			Database.run(connection, "set local time zone '" + zone + "'");
			assertThat(effects(connection, "zoned", "alter c type timestamptz")).extracting(Facts.Effect::rewritesTable)
				.containsExactly(rewrites);
		}
	}

	@Test
	void knowsWhichTypeChangesRebuildAnIndex() throws SQLException {
		database.run("create table indexed (c varchar(10), d varchar(10))", "create index on indexed (c)");
		assertThat(effect("indexed", "alter c type text collate \"C\"")).satisfies((effect) -> {
			assertThat(effect.rewritesTable()).isFalse();
			assertThat(effect.rebuildsIndexes()).isTrue();
		});
		assertThat(effect("indexed", "alter c type varchar(20)").rebuildsIndexes()).isFalse();
		assertThat(effect("indexed", "alter d type text collate \"C\"").rebuildsIndexes()).isFalse();
	}

	@Test
	void hasTheNameOfItsModelWhichExpressionsMayUse() throws SQLException {
		assertThat(effect("t", "alter u type text using t.u::text").unknown()).isNull();
		assertThat(effect("\"My \"\"T\"\"\"", "alter id type bigint").rewritesTable()).isTrue();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			alter nothing type text           | column "nothing"
			alter a type nothing              | type "nothing" does not exist
			add x int default nothing()       | function nothing() does not exist
			alter u type text using public.t.u | FROM-clause
			add x int default 'secret'        |
			""")
	void whatTheServerRefusesIsNotProved(String action, String reason) throws SQLException {
		Map<AlterAction, Facts.Effect> effects = effects("t", action);
		if (reason == null) {
			assertThat(effects).isEmpty();
			return;
		}
		assertThat(effects.values()).singleElement().satisfies((effect) -> {
			assertThat(effect.rewritesTable() && effect.rebuildsIndexes()).isTrue();
			assertThat(effect.unknown()).contains(reason);
		});
	}

	@Test
	void aRefusalQuotesNoValue() throws SQLException {
		assertThat(effect("t", "add x int default ('secret'::text)::int + abs('secret')").unknown())
			.doesNotContain("secret");
	}

	@Test
	void withoutThePrivilegeToCreateTemporaryTablesTheWorstIsAssumed() throws SQLException {
		database.run("create role modest", "create schema modest authorization modest",
				"revoke temporary on database " + database.name() + " from public");
		try (Connection connection = database.begin()) {
			Database.run(connection, "set local role modest", "create table modest.m (c varchar(10))");
			connection.commit();
			Database.run(connection, "set local role modest");
			assertThat(effects(connection, "modest.m", "alter c type text")).singleElement().satisfies((effect) -> {
				assertThat(effect.rewritesTable()).isTrue();
				assertThat(effect.unknown()).contains("permission denied to create temporary tables");
			});
			assertThat(Database.facts(connection, "create index on modest.m (c)").newIndex().columns()).isEmpty();
			assertThat(Database.strings(connection, "select count(*) from modest.m")).containsExactly("0");
		}
		finally {
			database.run("grant temporary on database " + database.name() + " to public", "drop schema modest cascade",
					"drop role modest");
		}
	}

	@Test
	void aTemporaryTableOfTheSameNameIsInTheWay() throws SQLException {
		try (Connection connection = database.begin()) {
			Database.run(connection, "create temporary table p (id int)");
			assertThat(effects(connection, "public.p", "alter id type oid")).singleElement()
				.satisfies((effect) -> assertThat(effect.unknown()).contains("already exists"));
		}
	}

	@Test
	void namesTheColumnsOfAnIndex() throws SQLException {
		assertThat(indexColumns("(a, lower(b), (a + 1), b) include (u) where a > 0")).containsExactly("a", "lower",
				"expr", "b", "u");
		assertThat(indexColumns("using hash (b)")).containsExactly("b");
		assertThat(indexColumns("((t.a + 1), (a + 2))")).containsExactly("expr", "expr1");
		assertThat(indexColumns("(nothing)")).isEmpty();
	}

	@Test
	void knowsWhatAnUnnamedCheckIsAbout() throws SQLException {
		assertThat(effect("t", "add check (a > 0)").check()).isEqualTo(new Facts.AddedCheck(List.of("a"), List.of()));
		assertThat(effect("t", "add check (a > 0 and id > 0) not valid").check().columns()).containsExactly("id", "a");
		assertThat(effect("t", "add check (1 > 0)").check().columns()).isEmpty();
		assertThat(effect("t", "add check ((b) != 'x')").check().existing()).containsExactly("t_b_check");
	}

	private static List<String> indexColumns(String definition) throws SQLException {
		return database.facts("create index on t " + definition).newIndex().columns();
	}

	private static Facts.Effect effect(String table, String action) throws SQLException {
		return effects(table, action).entrySet()
			.stream()
			.filter((effect) -> effect.getKey().text().equals(action))
			.findFirst()
			.orElseThrow()
			.getValue();
	}

	private static Map<AlterAction, Facts.Effect> effects(String table, String action) throws SQLException {
		return database.facts("alter table " + table + " " + action).effects();
	}

	private static List<Facts.Effect> effects(Connection connection, String table, String action) throws SQLException {
		return List.copyOf(Database.facts(connection, "alter table " + table + " " + action).effects().values());
	}

	private static boolean rewritten(String table, String action) throws SQLException {
		try (Connection connection = database.begin()) {
			return rewritten(connection, table, action);
		}
	}

	/** What the server really does. */
	private static boolean rewritten(Connection connection, String table, String action) throws SQLException {
		String file = "select pg_relation_filenode('" + table + "')";
		List<String> before = Database.strings(connection, file);
		Database.run(connection, "savepoint s", "alter table " + table + " " + action);
		List<String> after = Database.strings(connection, file);
		Database.run(connection, "rollback to s");
		return !before.equals(after);
	}

}
