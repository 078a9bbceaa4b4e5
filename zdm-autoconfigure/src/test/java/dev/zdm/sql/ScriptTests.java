package dev.zdm.sql;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class ScriptTests {

	@Test
	void splitsAtSemicolons() {
		assertThat(texts("select 1; select 2 ;select 3")).containsExactly("select 1", "select 2", "select 3");
	}

	@Test
	void leavesEmptyStatementsOut() {
		assertThat(texts(";; select 1; /* nothing */ ; -- nothing\n ;")).containsExactly("select 1");
		assertThat(texts("")).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "select ';'", "select 'it''s ;'", "select \"a;b\"", "select \"a\"\";b\"", "select E'\\';'",
			"select e'a\\\\'", "select E'a'\n  '\\';'", "select E'a' -- it's;\n '\\';'", "select U&'d\\0061;t'",
			"select U&\"d;a\"", "select $$;$$", "select $a$;$b$;$$;$a$", "select $ä1$;$ä1$",
			"select /* ; /* ; */ ; */ 1", "select -- ;\n 1", "select (1;2)",
			"create rule r as on insert to t do also (delete from a; delete from b)",
			"create function f() returns int begin atomic select 1; select case when true then 1 end; end",
			"create procedure p() begin atomic insert into a values (1); end", "select 1 -- the end;", "select '",
			"select 'a;b", "select \"a;b", "select $$ a;b", "select /* a;b", "select E'a\\';b", "select $tag$ ; $tag" })
	void leavesAloneWhatIsNoEnd(String sql) {
		assertThat(Script.split(sql)).hasSize(1);
		assertThat(texts(sql + "\n;select 2")).hasSizeLessThanOrEqualTo(2);
	}

	@Test
	void goesOnBehindABodyOfSql() {
		assertThat(texts("create function f() returns int begin atomic select 1; end; drop table t")).hasSize(2)
			.last()
			.isEqualTo("drop table t");
	}

	@Test
	void aDollarInAnIdentifierQuotesNothing() {
		assertThat(texts("select a$b$; select $1$; select 2")).hasSize(3);
	}

	@Test
	void aClosingParenthesisTooMuchHidesNothing() {
		assertThat(texts("select 1); drop table t")).hasSize(2);
	}

	@Test
	void takesTextFromFirstTokenToLast() {
		assertThat(texts(" /* a */ select 1 /* b */ + 2 -- c\n; ")).containsExactly("select 1 /* b */ + 2");
	}

	@Test
	void commentsBeforeAndInsideDirect() {
		assertThat(
				directives("-- zdm:allow ZDM020 reason=\"small\"\nalter table t /* zdm:allow ZDM023 reason=\"b c\" */"
						+ " drop column x -- zdm:allow ZDM030\n"))
			.containsExactly(new Directive("allow", "ZDM020", "small"), new Directive("allow", "ZDM023", "b c"),
					new Directive("allow", "ZDM030", null));
	}

	@Test
	void oneCommentMayDirectTwice() {
		assertThat(directives("/* zdm:allow ZDM020 reason=\"a\"\n   zdm:allow ZDM021 reason = \"b\" */ drop table t"))
			.extracting(Directive::subject)
			.containsExactly("ZDM020", "ZDM021");
	}

	@Test
	void aCommentDirectsOnlyItsOwnStatement() {
		List<SqlText> statements = Script.split("""
				-- zdm:allow ZDM001 reason="one"
				drop table a; -- zdm:allow ZDM002 reason="still one"
				drop table b;
				/* zdm:allow ZDM003 reason="three" */ drop table c; /* zdm:allow ZDM004 reason="four" */ drop table d
				""");
		assertThat(statements).extracting((text) -> text.directives().stream().map(Directive::subject).toList())
			.containsExactly(List.of("ZDM001", "ZDM002"), List.of(), List.of("ZDM003"), List.of("ZDM004"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "select '-- zdm:allow ZDM020 reason=\"a\"'", "-- see zdm: allow\nselect 1",
			"-- zdm:allow\nselect 1", "select \"zdm:allow ZDM020\"", "do $$ begin -- zdm:allow ZDM020\nend $$" })
	void onlyCommentsInTheRightShapeDirect(String sql) {
		assertThat(directives(sql)).isEmpty();
	}

	@Test
	void aBackslashEscapesWhereStringsAreNotStandard() {
		String sql = "select 'a\\'; drop table t; --'; select 2";
		assertThat(Script.split(sql, false)).hasSize(2);
		assertThat(Script.split(sql, true)).hasSize(2);
		assertThat(Script.split(sql, false).get(1).text()).isEqualTo("select 2");
		assertThat(Script.split(sql).get(1).text()).isEqualTo("drop table t");
	}

	@Test
	void endAsANameEndsNoBody() {
		assertThat(Script
			.split("create function f() returns int begin atomic select 1 as end; select a.end; end; select 2"))
			.hasSize(2);
	}

	@Test
	void readsUnicodeEscapesWithTheirOwnCharacter() {
		Statement.AlterTable alter = (Statement.AlterTable) StatementParser
			.parse(Script.split("alter table U&\"d!0061!+000074a!!\" uescape '!' add a int").get(0));
		assertThat(alter.name().name()).isEqualTo("data!");
	}

	@Test
	void saysWhereAStatementStands() {
		assertThat(Script.split("select 1;  drop table t ;").get(1).range()).isEqualTo(new Range(11, 23));
	}

	private static List<String> texts(String sql) {
		return Script.split(sql).stream().map(SqlText::text).toList();
	}

	private static List<Directive> directives(String sql) {
		return Script.split(sql).get(0).directives();
	}

}
