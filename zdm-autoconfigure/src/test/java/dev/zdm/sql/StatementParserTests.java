package dev.zdm.sql;

import java.util.List;

import dev.zdm.sql.Statement.CreateIndex;
import dev.zdm.sql.Statement.CreateTable;
import dev.zdm.sql.Statement.DropIndex;
import dev.zdm.sql.Statement.NotDdl;
import dev.zdm.sql.Statement.OtherDdl;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class StatementParserTests {

	@Test
	void understandsCreateIndex() {
		CreateIndex create = parse(CreateIndex.class,
				"create index orders_idx on shop.orders using gin (a, lower(b) desc) where c is not null");
		assertThat(create.name()).isEqualTo("orders_idx");
		assertThat(create.table()).isEqualTo(new QualifiedName("shop", "orders"));
		assertThat(create.definition()).isEqualTo("using gin (a, lower(b) desc) where c is not null");
		assertThat(create.unique() || create.concurrently() || create.ifNotExists() || create.only()).isFalse();
		assertThat(create.relations()).containsExactly(create.table());
		assertThat(create.kind()).isEqualTo("CREATE INDEX");
	}

	@Test
	void understandsEveryWordOfCreateIndex() {
		CreateIndex create = parse(CreateIndex.class,
				"CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS \"I.1\" ON ONLY \"S\".\"T\" (a) INCLUDE (b)"
						+ " NULLS NOT DISTINCT WITH (fillfactor = 70) TABLESPACE fast WHERE a > 0");
		assertThat(create.name()).isEqualTo("I.1");
		assertThat(create.table()).isEqualTo(new QualifiedName("S", "T"));
		assertThat(create.unique() && create.concurrently() && create.ifNotExists() && create.only()).isTrue();
		assertThat(create.definition())
			.isEqualTo("(a) INCLUDE (b) NULLS NOT DISTINCT WITH (fillfactor = 70) TABLESPACE fast WHERE a > 0");
	}

	@ParameterizedTest
	@ValueSource(strings = { "create index on t (a)", "create index concurrently on t (a)",
			"create index on only (t) (a)", "create index on t * (a)", "create index on only t (a)" })
	void anIndexNeedsNoName(String sql) {
		CreateIndex create = parse(CreateIndex.class, sql);
		assertThat(create.name()).isNull();
		assertThat(create.table()).isEqualTo(QualifiedName.of("t"));
		assertThat(create.definition()).isEqualTo("(a)");
	}

	@Test
	void understandsDropIndex() {
		DropIndex drop = parse(DropIndex.class, "drop index concurrently if exists a, s.\"B\" cascade");
		assertThat(drop.names()).containsExactly(QualifiedName.of("a"), new QualifiedName("s", "B"));
		assertThat(drop.concurrently() && drop.ifExists() && drop.cascade()).isTrue();
		DropIndex plain = parse(DropIndex.class, "drop index a restrict");
		assertThat(plain.concurrently() || plain.ifExists() || plain.cascade()).isFalse();
	}

	@Test
	void understandsCreateTable() {
		CreateTable create = parse(CreateTable.class, """
				create table if not exists shop.orders (
				    id bigint primary key references shop.orders, parent bigint references shop.orders,
				    "references" int, inherits int, customer bigint references customers (id) on delete set default,
				    foreign key (a, b) references "Other"."T" (a, b), check (a in (1, 2)))
				inherits (base, s.base) with (fillfactor = 70)""");
		assertThat(create.name()).isEqualTo(new QualifiedName("shop", "orders"));
		assertThat(create.references()).containsExactly(QualifiedName.of("customers"), new QualifiedName("Other", "T"));
		assertThat(create.inherits()).containsExactly(QualifiedName.of("base"), new QualifiedName("s", "base"));
		assertThat(create.temporary()).isFalse();
		assertThat(create.relations()).hasSize(4);
	}

	@Test
	void understandsPartitions() {
		CreateTable create = parse(CreateTable.class,
				"create table p1 partition of s.p for values from (1) to (2) partition by range (a)");
		assertThat(create.partitionOf()).isEqualTo(new QualifiedName("s", "p"));
		assertThat(create.relations()).containsExactly(new QualifiedName("s", "p"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "create temp table t (a int)", "create temporary table t (a int)",
			"create local temp table t (a int)", "create global temporary table if not exists t (a int)",
			"create table pg_temp.t (a int)", "create temp table t as select 1" })
	void seesWhatIsTemporary(String sql) {
		assertThat(parse(CreateTable.class, sql).temporary()).isTrue();
	}

	@Test
	void anUnloggedTableIsNotTemporary() {
		assertThat(parse(CreateTable.class, "create unlogged table t (a int)").temporary()).isFalse();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			create or replace function f() returns int language sql as 'select 1' | CREATE FUNCTION
			create materialized view v as select 1     | CREATE MATERIALIZED VIEW
			create or replace trigger a after insert on t execute function f() | CREATE TRIGGER
			create unique index on                     | CREATE INDEX
			drop materialized view if exists v         | DROP MATERIALIZED VIEW
			alter default privileges grant select on tables to a | ALTER DEFAULT PRIVILEGES
			alter table all in tablespace a set tablespace b | ALTER TABLE
			alter table                                | ALTER TABLE
			drop index a b                             | DROP INDEX
			do $$ begin end $$                         | DO
			do language plpgsql $$ begin end $$        | DO
			vacuum full t                              | VACUUM
			truncate table t                           | TRUNCATE
			grant select on t to a                     | GRANT
			cluster t                                  | CLUSTER
			reindex table concurrently t               | REINDEX TABLE
			create database d                          | CREATE DATABASE
			alter system set a = 1                     | ALTER SYSTEM
			refresh materialized view v                | REFRESH MATERIALIZED VIEW
			comment on column t.a is 'x'               | COMMENT ON
			create                                     | CREATE
			""")
	void namesWhatItDoesNotUnderstand(String sql, String kind) {
		assertThat(parse(OtherDdl.class, sql).kind()).isEqualTo(kind);
	}

	@ParameterizedTest
	@ValueSource(strings = { "truncate a, only s.b", "truncate table only (a), s.b * restart identity cascade",
			"drop table a, s.b cascade", "drop table if exists a, s.b", "drop view a, s.b",
			"drop materialized view if exists a, s.b" })
	void seesTheRelationsOfAFewOthers(String sql) {
		assertThat(parse(OtherDdl.class, sql).relations()).containsExactly(QualifiedName.of("a"),
				new QualifiedName("s", "b"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "select 1", "\"create\" table", "insert into t values ('create table')", "analyze t",
			"\uFEFFcreate table t (a int)" })
	void leavesTheRestToTheDriver(String sql) {
		assertThat(StatementParser.parse(Script.split(sql).get(0))).isInstanceOf(NotDdl.class);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', nullValues = "-", textBlock = """
			create trigger a after insert on s.t from u execute function f() | s.t, u
			create or replace view v as select * from t      | v
			create view v as select * from t                 | -
			create policy p on t using (true)                | t
			create sequence s owned by a.t.id                | a.t
			create publication p for table a, only b         | a, b
			create statistics s on a, b from t               | t
			create function f() returns int return 1         | -
			alter view v rename to w                         | v
			alter index i attach partition j                 | i, j
			alter sequence s owned by t.id                   | s, t
			alter type t add value 'x'                       | -
			alter trigger a on t rename to b                 | t
			alter table all in tablespace a set tablespace b | -
			drop trigger a on t                              | t
			drop function f(int)                             | -
			comment on column s.t.a is 'x'                   | s.t
			comment on constraint c on domain d is 'x'       | -
			grant select on a, b to c                        | a, b
			grant select on all tables in schema s to c      | -
			grant a to b                                     | -
			reindex table concurrently t                     | t
			reindex schema s                                 | -
			refresh materialized view concurrently v         | v
			vacuum full a, b                                 | a, b
			cluster i on t                                   | t
			update a set b = 1                               | a
			with x as (delete from a) insert into b select 1 | b, a
			lock table a, only b in share mode               | a, b
			set lock_timeout = 1                             | -
			""")
	void namesTheRelationsThatMustExist(String sql, String relations) {
		assertThat(StatementParser.parse(Script.split(sql).get(0)).relations().stream().map(QualifiedName::toString))
			.containsExactly((relations != null) ? relations.split(", ") : new String[0]);
	}

	@ParameterizedTest
	@ValueSource(strings = { "{call p(?)}", "{? = call p(?, ?)}", "? = call p()", "call p(?)",
			"update t set a = ? where b ?? c", "select {fn now()}" })
	void takesWhatJdbcAddsToSql(String sql) {
		assertThat(StatementParser.parse(Script.split(sql).get(0))).isInstanceOf(NotDdl.class);
		assertThat(StatementParser.mayHoldDdl(sql)).isFalse();
	}

	@Test
	void keepsWhatASettingIsSetTo() {
		SettingChange change = parse(SettingChange.class, "SET LOCAL lock_timeout TO '5s'");
		assertThat(change.name()).isEqualTo("lock_timeout");
		assertThat(change.value()).isEqualTo("'5s'");
		assertThat(change.local()).isTrue();
	}

	@Test
	void tellsTheTablesWhoseDescendantsAreLeftOut() {
		ObjectCommand truncate = parse(ObjectCommand.class, "truncate a, only b restart identity cascade");
		assertThat(truncate.only()).containsExactly(QualifiedName.of("b"));
		assertThat(truncate.options()).containsExactlyInAnyOrder(Option.RESTART_IDENTITY, Option.CASCADE);
	}

	@Test
	void givesEachNameOnce() {
		assertThat(parse(CreateTable.class, "create table t (a int references p, b int references p)").relations())
			.isEqualTo(List.of(QualifiedName.of("p")));
	}

	private static <S extends Statement> S parse(Class<S> type, String sql) {
		Statement statement = StatementParser.parse(Script.split(sql).get(0));
		assertThat(statement).isInstanceOf(type);
		return type.cast(statement);
	}

}
