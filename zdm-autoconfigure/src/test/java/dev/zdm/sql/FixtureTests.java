package dev.zdm.sql;

import java.io.IOException;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Our own statements beside the facts that PostgreSQL's parser gave when they were
 * recorded.
 */
class FixtureTests {

	@ParameterizedTest
	@MethodSource("dev.zdm.sql.Corpus#fixtures")
	void ourFactsAreThoseThatWereRecorded(Corpus.Fixture fixture) {
		assertThat(String.join(" ; ", StatementFacts.of(fixture.sql()))).isEqualTo(fixture.facts());
	}

	@ParameterizedTest
	@MethodSource("dev.zdm.sql.Corpus#fixtures")
	void ddlIsSeenAtFirstLook(Corpus.Fixture fixture) {
		boolean ddl = Script.split(fixture.sql())
			.stream()
			.map(StatementParser::parse)
			.anyMatch((statement) -> !(statement instanceof Statement.NotDdl));
		assertThat(ddl && !StatementParser.mayHoldDdl(fixture.sql())).isFalse();
	}

	@Test
	void noMutationOfOurStatementsMakesTheParserThrow() throws IOException {
		Mutations mutations = new Mutations(7);
		for (Corpus.Fixture fixture : Corpus.fixtures()) {
			for (String sql : mutations.of(fixture.sql(), 20)) {
				for (SqlText text : Script.split(sql)) {
					Statement statement = StatementParser.parse(text);
					assertThat(statement.kind()).isNotBlank();
					assertThat(statement.relations()).doesNotContainNull();
					ranges(statement, sql);
				}
			}
		}
	}

	private static void ranges(Statement statement, String sql) {
		List<Range> ranges = (statement instanceof Statement.AlterTable alter) ? alter.ranges()
				: (statement instanceof AlterObject alter) ? alter.ranges() : List.of();
		List<AlterAction> actions = (statement instanceof Statement.AlterTable alter) ? alter.actions()
				: (statement instanceof AlterObject alter) ? alter.actions() : List.of();
		for (int i = 0; i < actions.size(); i++) {
			assertThat(sql.substring(ranges.get(i).start(), ranges.get(i).end())).isEqualTo(actions.get(i).text());
		}
	}

}
