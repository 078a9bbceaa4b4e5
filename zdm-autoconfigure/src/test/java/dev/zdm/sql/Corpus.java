package dev.zdm.sql;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Statements to test against: those of PostgreSQL's own regression tests where they are
 * at hand, and our own.
 */
final class Corpus {

	private static final Path REGRESSION = Path.of("/work/shared/corpus/postgres-regress.jsonl.gz");

	private Corpus() {
	}

	/** PostgreSQL's regression tests; none where they are not at hand. */
	static List<Sample> regression() throws IOException {
		if (!Files.exists(REGRESSION)) {
			return List.of();
		}
		JsonMapper mapper = new JsonMapper();
		try (BufferedReader reader = new BufferedReader(
				new InputStreamReader(new GZIPInputStream(Files.newInputStream(REGRESSION)), StandardCharsets.UTF_8))) {
			return reader.lines().map(mapper::readTree).map(Sample::of).collect(Collectors.toList());
		}
	}

	/** Our own statements, each with the facts that PostgreSQL's parser gave. */
	static List<Fixture> fixtures() throws IOException {
		String text = Files.readString(Path.of("src/test/resources/dev/zdm/sql/statements.txt"));
		return text.lines().filter((line) -> !line.isBlank() && !line.startsWith("#")).map(Fixture::of).toList();
	}

	record Sample(String file, String sql, boolean valid, boolean ddl) {

		private static Sample of(JsonNode node) {
			return new Sample(node.get("file").asString(), node.get("sql").asString(), node.get("valid18").asBoolean(),
					node.get("ddl").asBoolean());
		}

	}

	record Fixture(String sql, String facts) {

		private static final String ARROW = " ⇒ ";

		private static Fixture of(String line) {
			int arrow = line.indexOf(ARROW);
			return (arrow < 0) ? new Fixture(line, "")
					: new Fixture(line.substring(0, arrow), line.substring(arrow + ARROW.length()));
		}

		String line() {
			return this.sql + ARROW + this.facts;
		}

	}

}
