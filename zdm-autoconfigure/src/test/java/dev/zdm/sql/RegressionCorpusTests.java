package dev.zdm.sql;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * PostgreSQL's own regression tests, where they are at hand, as text that must never
 * throw.
 */
class RegressionCorpusTests {

	private static final Pattern STRING = Pattern.compile("'[^']+'");

	/** DDL to PostgreSQL's parser, but nothing that the guard looks at. */
	private static final Set<String> NOT_GUARDED = Set.of("analyze", "checkpoint", "lock", "explain", "prepare",
			"discard", "load", "declare", "notify", "listen", "set", "reset", "execute", "select", "with", "call",
			"begin", "commit", "rollback");

	/** Files whose samples are texts of several statements. */
	private static final Set<String> SEVERAL_AT_ONCE = Set.of("psql.sql", "transactions.sql");

	private static List<Corpus.Sample> samples = List.of();

	@BeforeAll
	static void read() throws IOException {
		samples = Corpus.regression();
		assumeTrue(!samples.isEmpty(), "The corpus is not here");
	}

	@Test
	void everyStatementIsTakenWhole() {
		List<String> whole = where((sample) -> sample.valid() && !SEVERAL_AT_ONCE.contains(sample.file()));
		assertThat(Script.split(String.join("\n;\n", whole)).stream().map(SqlText::fingerprint).toList())
			.isEqualTo(whole.stream().map((sql) -> Script.split(sql).get(0).fingerprint()).toList());
	}

	@Test
	void noTextMakesTheParserThrow() {
		for (Corpus.Sample sample : samples) {
			for (SqlText text : Script.split(sample.sql())) {
				Statement statement = StatementParser.parse(text);
				assertThat(statement.kind()).isNotBlank();
				assertThat(statement.relations()).doesNotContainNull();
				assertThat(text.fingerprint()).hasSize(64);
				assertThat(text.redacted()).isNotBlank();
			}
		}
	}

	@Test
	void noTextCutInTheMiddleMakesTheParserThrow() {
		for (Corpus.Sample sample : samples) {
			for (SqlText text : Script.split(sample.sql().substring(0, sample.sql().length() * 2 / 3))) {
				assertThat(StatementParser.parse(text).kind()).isNotBlank();
				assertThat(text.redacted()).isNotBlank();
			}
		}
	}

	@Test
	void ddlIsSeen() {
		assertThat(where((sample) -> sample.valid() && sample.ddl() && !isNotGuarded(sample)
				&& (!StatementParser.mayHoldDdl(sample.sql()) || !isDdl(sample.sql()))))
			.isEmpty();
	}

	@Test
	void noStringSurvivesRedaction() {
		assertThat(where((sample) -> sample.valid() && sample.ddl()
				&& Script.split(sample.sql())
					.stream()
					.anyMatch((text) -> STRING.matcher(withoutNames(text.redacted())).find())))
			.isEmpty();
	}

	private static String withoutNames(String sql) {
		return sql.replaceAll("\"[^\"]*\"", "x");
	}

	private static boolean isDdl(String sql) {
		return Script.split(sql)
			.stream()
			.map(StatementParser::parse)
			.anyMatch((statement) -> !(statement instanceof Statement.NotDdl));
	}

	private static boolean isNotGuarded(Corpus.Sample sample) {
		return Script.split(sample.sql())
			.stream()
			.allMatch((text) -> NOT_GUARDED.contains(text.tokens().get(0).value()));
	}

	private static List<String> where(Predicate<Corpus.Sample> predicate) {
		return new ArrayList<>(samples.stream().filter(predicate).map(Corpus.Sample::sql).toList());
	}

}
