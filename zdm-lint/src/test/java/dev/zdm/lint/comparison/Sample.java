package dev.zdm.lint.comparison;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.Yaml;

/**
 * A migration that is compared.
 *
 * @param sql one statement or more, run in one transaction
 * @param instead the form that blocks nobody, or null when the work under the lock says
 * it all
 * @param breaks whom the migration hurts although the server does nothing of note, or
 * null for nobody
 */
record Sample(String sql, @Nullable String instead, @Nullable String breaks) {

	private static final Path FOLDER = Path.of("src/test/comparison");

	/** What is there before each sample. */
	static final Path SCHEMA = FOLDER.resolve("schema.sql");

	/** The rows with which the server is measured. */
	static final Path ROWS = FOLDER.resolve("rows.sql");

	static List<Sample> all() throws IOException {
		List<Map<String, String>> samples = new Yaml().load(Files.readString(FOLDER.resolve("samples.yaml")));
		return samples.stream()
			.map((sample) -> new Sample(sample.get("sql"), sample.get("instead"), sample.get("breaks")))
			.toList();
	}

}
