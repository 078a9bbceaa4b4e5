package dev.zdm.sql;

import java.io.IOException;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How long understanding takes, for the record: build profile {@code oracle}.
 */
@EnabledIfSystemProperty(named = "zdm.oracle", matches = "true")
class SpeedTests {

	@Test
	void understandingTakesMicroseconds() throws IOException {
		List<String> own = Corpus.fixtures().stream().map(Corpus.Fixture::sql).toList();
		List<String> others = Corpus.regression()
			.stream()
			.filter((sample) -> sample.valid() && sample.ddl())
			.map(Corpus.Sample::sql)
			.toList();
		report("first statement", own.subList(0, 1), 1);
		report("own statements, cold", own, 1);
		report("own statements, warm", own, 200);
		assertThat(report("own statements, warm again", own, 200)).isLessThan(500);
		report("regression DDL", others, 10);
		look("first look at DDL", own.stream().filter(StatementParser::mayHoldDdl).toList());
		look("first look at anything else", own.stream().filter((sql) -> !StatementParser.mayHoldDdl(sql)).toList());
	}

	private static double report(String what, List<String> statements, int times) {
		long start = System.nanoTime();
		long tokens = 0;
		for (int i = 0; i < times; i++) {
			for (String sql : statements) {
				for (SqlText text : Script.split(sql)) {
					tokens += text.tokens().size();
					StatementParser.parse(text);
				}
			}
		}
		double micros = (System.nanoTime() - start) / 1000.0 / times / Math.max(1, statements.size());
		System.out.printf("%s: %.2f µs each, %d tokens each%n", what, micros,
				tokens / times / Math.max(1, statements.size()));
		return micros;
	}

	private static void look(String what, List<String> statements) {
		int seen = 0;
		long start = 0;
		for (int i = 0; i < 2000; i++) {
			if (i == 1000) {
				start = System.nanoTime();
			}
			for (String sql : statements) {
				seen += StatementParser.mayHoldDdl(sql) ? 1 : 0;
			}
		}
		System.out.printf("%s: %.1f ns each (%d)%n", what, (System.nanoTime() - start) / 1000.0 / statements.size(),
				seen);
	}

}
