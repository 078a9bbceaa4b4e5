package dev.zdm.sql;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class SqlTextTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			alter table t add column c text default 'secret'       | alter table t add column c text default ?
			alter table t alter c set default -42.5e3              | alter table t alter c set default -?
			alter table t add check (c in ('a', E'\\'b', $$c$$, 7)) | alter table t add check (c in (?, ?, ?, ?))
			alter table t add c varchar(20) default 'x'            | alter table t add c varchar(20) default ?
			alter table t add c numeric(10, -2)                    | alter table t add c numeric(10, -2)
			alter table t add c timestamp (3) with time zone       | alter table t add c timestamp (3) with time zone
			alter table t add c character varying(5)[]             | alter table t add c character varying(5)[]
			create index on t (left(c, 7)) where d > 1             | create index on t (left(c, ?)) where d > ?
			alter table t1 add "c 2" int default 0x1F              | alter table t1 add "c 2" int default ?
			alter table t add c text default U&'d\\0061'            | alter table t add c text default ?
			alter table t add c bit(3) default B'101'              | alter table t add c bit(3) default ?
			alter table t add c text default $1                    | alter table t add c text default $1
			do $body$ begin perform 'secret'; end $body$           | do ?
			""")
	void literalsAreReplacedAndTypeModifiersStay(String sql, String redacted) {
		assertThat(text(sql).redacted()).isEqualTo(redacted);
	}

	@Test
	void commentsAreLeftOutSinceTheyMayHoldAnything() {
		assertThat(text("alter table t -- was 'secret'\n  drop column/* 'secret' */c").redacted())
			.isEqualTo("alter table t drop column c");
	}

	@ParameterizedTest
	@ValueSource(strings = { "alter table t add c text default 'secret", "alter table t add c text default $$secret",
			"alter table t add \"c text default 'secret'", "alter table t add c text default e'\\'secret",
			"alter table t add c text default 'x' /* secret" })
	void nothingSurvivesInATextThatEndsInsideAQuote(String sql) {
		assertThat(text(sql).redacted()).startsWith("alter table t add").doesNotContain("secret");
	}

	@ParameterizedTest
	@ValueSource(strings = { "ALTER TABLE T ADD c INT DEFAULT 'A'", "alter\n\ttable t/* x */add c int default 'A'",
			"-- first\nalter table t add c int default 'A' -- last" })
	void layoutDoesNotChangeTheFingerprint(String sql) {
		assertThat(text(sql).fingerprint()).isEqualTo(text("alter table t add c int default 'A'").fingerprint());
	}

	@ParameterizedTest
	@ValueSource(strings = { "alter table \"T\" add c int default 'A'", "alter table t add c int default 'a'",
			"alter table t add c int default \"A\"", "alter table tadd c int default 'A'" })
	void meaningChangesTheFingerprint(String sql) {
		assertThat(text(sql).fingerprint()).isNotEqualTo(text("alter table t add c int default 'A'").fingerprint());
	}

	private static SqlText text(String sql) {
		return Script.split(sql).get(0);
	}

}
