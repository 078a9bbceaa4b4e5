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
