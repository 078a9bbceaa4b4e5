package dev.zdm.sql;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class DoParserTests {

	@Test
	void findsTheStatementsOfABlock() {
		String sql = """
				do $$
				<<outer>>
				declare n int := 1; comment text; alter_count int default 0; drop int;
				begin
				  if not exists (select 1 from pg_class where relname = 'x') then
				    create table x (a int references parent);
				  elsif n > 1 then alter table orders add column a int; else drop index i; end if;
				  for r in select * from y loop
				    execute 'alter table ' || r.name || ' add b int';
				  end loop;
				  create trigger t before insert on lines execute function f();
				  set local lock_timeout = '1s'; update orders set a = 1; commit;
				  alter_count := alter_count + 1;
				exception when duplicate_object then truncate z;
				end $$""";
		DoBlock block = parse(sql);
		assertThat(block.statements()).extracting(Statement::kind)
			.containsExactly("CREATE TABLE", "ALTER TABLE", "DROP INDEX", "CREATE TRIGGER", "SET", "UPDATE", "COMMIT",
					"TRUNCATE");
		assertThat(block.dynamic()).isTrue();
		assertThat(block.relations()).extracting(QualifiedName::name)
			.containsExactly("parent", "orders", "i", "lines", "z");
		Range range = block.statements().get(1).text().range();
		assertThat(sql.substring(range.start(), range.end())).isEqualTo("alter table orders add column a int");
	}

	@ParameterizedTest
	@ValueSource(strings = { "do $$ begin alter table t add a int; end $$",
			"do language plpgsql 'begin alter table t add a int; end'", "do e'begin\\n alter table t add a int;\\nend'",
			"do $$ begin execute 'alter table t add a int'; end $$",
			"do $x$ begin execute $y$alter table t add a int$y$ using 1; end $x$",
			"do $$ begin execute 'alter table t add a int' into x; end $$ language 'plpgsql'" })
	void knowsAllOfAPlainBlock(String sql) {
		DoBlock block = parse(sql);
		assertThat(block.dynamic()).isFalse();
		assertThat(block.statements()).singleElement().isInstanceOf(Statement.AlterTable.class);
		assertThat(block.relations()).containsExactly(QualifiedName.of("t"));
		assertThat(block.kind()).isEqualTo("DO");
	}

	@ParameterizedTest
	@ValueSource(strings = { "do $$ begin execute format('drop table %I', x); end $$", "do $$ begin execute x; end $$",
			"do $$ begin for r in execute 'select 1' loop null; end loop; end $$",
			"do $$ begin return query execute x; end $$", "do language plpython3u $$ plpy.execute('drop table x') $$",
			"do $$ begin execute 'drop' || ' table x'; end $$" })
	void saysWhenStatementsAreMadeAsItRuns(String sql) {
		assertThat(parse(sql).dynamic()).isTrue();
		assertThat(parse(sql).statements()).isEmpty();
	}

	@Test
	void looksIntoBlocksWithinBlocksAsFarAsPeopleNestThem() {
		DoBlock outer = parse("do $a$ begin do $b$ begin drop table t; end $b$; end $a$");
		assertThat(outer.relations()).containsExactly(QualifiedName.of("t"));
		StringBuilder deep = new StringBuilder("drop table t");
		for (int i = 0; i < 500; i++) {
			deep.insert(0, "do $a" + i + "$ begin ").append("; end $a" + i + "$");
		}
		assertThat(parse(deep.toString()).relations()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "do $$", "do ''", "do $$ begin execute", "do $$ execute; create", "do language plpgsql" })
	void takesAnyBlock(String sql) {
		assertThat(Script.split(sql).stream().map(StatementParser::parse).map(Statement::kind).toList())
			.isEqualTo(List.of("DO"));
	}

	private static DoBlock parse(String sql) {
		return (DoBlock) StatementParser.parse(Script.split(sql).get(0));
	}

}
