package dev.zdm.sql;

import java.time.Duration;
import java.util.List;
import java.util.function.IntFunction;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

/**
 * Texts that are too long or too deep for anybody.
 */
class LimitTests {

	@ParameterizedTest
	@MethodSource("texts")
	void timeGrowsWithTheLengthAndNoFaster(IntFunction<String> text) {
		assertTimeoutPreemptively(Duration.ofSeconds(10), () -> {
			for (SqlText statement : Script.split(text.apply(200_000))) {
				assertThat(StatementParser.parse(statement).kind()).isNotBlank();
			}
		});
	}

	static List<IntFunction<String>> texts() {
		return List.of((n) -> "alter table t add a int default " + "(".repeat(n),
				(n) -> "alter table t add a int default " + "(".repeat(n) + ")".repeat(n),
				(n) -> "create table t (" + "(".repeat(n),
				(n) -> "create table t (a int" + ", b int".repeat(n / 3) + ")",
				(n) -> "alter table t " + "add a int, ".repeat(n / 4), (n) -> "alter table t " + ",".repeat(n),
				(n) -> "drop table " + "a,".repeat(n) + "b", (n) -> "insert into t values " + "(1),".repeat(n),
				(n) -> "insert into t " + "(".repeat(n) + "select 1", (n) -> "with a as ".repeat(n / 3),
				(n) -> "do $$ begin " + "drop table t; ".repeat(n / 4) + " end $$",
				(n) -> "do $$ begin " + "execute (".repeat(n / 2), (n) -> "/*".repeat(n),
				(n) -> "/*".repeat(n) + "*/".repeat(n), (n) -> "$a".repeat(n), (n) -> "$".repeat(n),
				(n) -> "'".repeat(n + 1), (n) -> "\"".repeat(n + 1), (n) -> "e'a'\n".repeat(n / 2),
				(n) -> "select 1;".repeat(n / 3), (n) -> "begin atomic ".repeat(n),
				(n) -> "u&\"a\" uescape".repeat(n / 2),
				(n) -> "create schema s " + "create table t (a int) ".repeat(n / 6),
				(n) -> "grant a on " + "a.".repeat(n), (n) -> "alter table " + "a.".repeat(n) + "a add b int",
				(n) -> "create function f() " + "case ".repeat(n), (n) -> "create table t (a " + "[".repeat(n) + ")");
	}

	@Test
	void aStatementOfAMillionTokensIsKnownByItsFirstWords() {
		Statement statement = StatementParser
			.parse(Script.split("alter table s.t add a int check (" + "1 + ".repeat(500_000) + "1)").get(0));
		assertThat(statement).isInstanceOfSatisfying(UnparsedDdl.class, (unparsed) -> {
			assertThat(unparsed.kind()).isEqualTo("ALTER TABLE");
			assertThat(unparsed.relations()).containsExactly(new QualifiedName("s", "t"));
			assertThat(unparsed.reason()).contains("tokens");
		});
		assertThat(StatementParser.parse(Script.split("insert into t values " + "(1),".repeat(300_000)).get(0)))
			.isInstanceOf(Statement.NotDdl.class);
	}

	@Test
	void whatIsNotUnderstoodSaysWhereAndWhy() {
		UnparsedDdl unparsed = (UnparsedDdl) StatementParser
			.parse(Script.split("; drop table if exists s.orders cascade frobnicate").get(0));
		assertThat(unparsed.position()).isEqualTo(40);
		assertThat(unparsed.reason()).isEqualTo("Expected the end");
		assertThat(unparsed.relations()).containsExactly(new QualifiedName("s", "orders"));
	}

}
