package dev.zdm.sql;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class MayHoldDdlTests {

	@ParameterizedTest
	@ValueSource(strings = { "alter table t add c int", "ALTER TABLE t ADD c int", "aLtEr table t add c int",
			" \t\r\n\f\u000Balter table t add c int", "-- hint\nalter table t add c int",
			"/* a /* b */ */alter table t add c int", "alter/**/table t add c int", "alter\u000Btable t add c int",
			"; alter table t add c int", "select 1; alter table t add c int", "select 1;\nalter table t add c int",
			"select ';' ; drop table t", "select $$;$$; drop table t", "begin; drop table t; commit",
			"create\nindex on t (a)", "comment on table t is 'x'", "grant select on t to public",
			"revoke select on t from public", "truncate t", "reindex table t", "cluster t", "vacuum full t",
			"refresh materialized view v", "do $$ begin execute 'drop table t'; end $$",
			"security label on table t is 'x'", "import foreign schema a from server b into c",
			"reassign owned by a to b", "drop owned by a", "\uFEFFalter table t add c int",
			"\u00A0alter table t add c int", "insert into t values (1); drop table t;",
			"explain analyze create table x as select 1", "EXPLAIN (ANALYSE) REFRESH MATERIALIZED VIEW v",
			"/* x */ -- y\n create table t ()", "/* a ' */drop table t",
			"explain/**/analyze refresh materialized view v" })
	void isNeverFalseForDdl(String sql) {
		assertThat(StatementParser.mayHoldDdl(sql)).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "select 1", "  SELECT * from t", "insert into t values (?, ?)",
			"insert into t values (1);\n ", "update t set a = 1", "delete from t",
			"with x as (select 1) select * from x", "(select 1) union select 2", "values (1)",
			"merge into t using s on true when matched then do nothing", "copy t from stdin", "set search_path to a",
			"begin", "commit;", "creates", "dropped", "call p()", "{call p(?)}", "? = call p()",
			"select 'create table t'", "lock table t", "explain select 1", "savepoint a", "fetch next from c",
			"/* traceparent='00-1' */ select 1", "-- name: find\nselect 1", "/* a /* ; */ */ update t set a = 1",
			"explain analyze select 1", "select 1 /* drop table t */" })
	void isFalseForWhatAnApplicationOrdinarilySends(String sql) {
		assertThat(StatementParser.mayHoldDdl(sql)).isFalse();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", ";", "--", "/*", "'", "\"", "$$", "(", "((((", "create", "ALTER", "select 1;;" })
	void takesAnyText(String sql) {
		StatementParser.mayHoldDdl(sql);
		assertThat(Script.split(sql)).hasSizeLessThan(2);
	}

}
