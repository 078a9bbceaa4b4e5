package dev.zdm.lint;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import com.jayway.jsonpath.DocumentContext;
import com.jayway.jsonpath.JsonPath;
import dev.zdm.test.PostgresCluster;
import dev.zdm.test.PostgresServer;

/**
 * What the program did.
 *
 * @param status its exit code
 * @param out what it wrote
 * @param err what it wrote about itself
 */
public record Linted(int status, String out, String err) {

	/** Runs the program on a new database of the shared server. */
	public static Linted on(String... args) {
		PostgresServer server = PostgresCluster.shared().primary();
		String database = server.createDatabase();
		List<String> words = new ArrayList<>(List.of("--jdbc-url", server.jdbcUrl(database), "--user",
				server.username(), "--password", server.password()));
		words.addAll(Arrays.asList(args));
		Linted linted = of(words.toArray(String[]::new));
		server.dropDatabase(database);
		return linted;
	}

	/** Runs the program. */
	public static Linted of(String... args) {
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		ByteArrayOutputStream err = new ByteArrayOutputStream();
		int status = new Lint(new PrintStream(out, true, StandardCharsets.UTF_8),
				new PrintStream(err, true, StandardCharsets.UTF_8))
			.run(args);
		return new Linted(status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
	}

	/** A folder of the tests' resources. */
	static String resources(String folder) {
		return Path.of("src/test/resources", folder).toString();
	}

	/** Writes a script, and returns its path. */
	static String script(Path folder, String name, String sql) {
		try {
			return Files.writeString(folder.resolve(name), sql).toString();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	public DocumentContext json() {
		return JsonPath.parse(this.out);
	}

	List<String> verdicts() {
		return json().read("$[*].verdict");
	}

	@Override
	public String toString() {
		return "status " + this.status + "\n" + this.out + this.err;
	}

}
