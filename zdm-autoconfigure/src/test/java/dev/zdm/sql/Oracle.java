package dev.zdm.sql;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * PostgreSQL's own parser, of several major versions, run by Node.
 */
final class Oracle {

	private static final Path SCRIPTS = Path.of("src/test/oracle");

	private static final Path FOLDER = Path.of("target/oracle");

	private final JsonMapper mapper = new JsonMapper();

	private Oracle() {
	}

	/** The oracle, or null when Node is not there or npm's registry cannot be reached. */
	static @Nullable Oracle install() throws IOException, InterruptedException {
		Files.createDirectories(FOLDER);
		try {
			if (run(Path.of("."), "node", "--version") != 0) {
				return null;
			}
		}
		catch (IOException ex) {
			return null;
		}
		Files.copy(SCRIPTS.resolve("package.json"), FOLDER.resolve("package.json"),
				StandardCopyOption.REPLACE_EXISTING);
		if (!Files.exists(FOLDER.resolve("node_modules/pg18")) && run(FOLDER, "npm", "install", "--no-audit",
				"--no-fund", "--silent", "--fetch-retries=1", "--fetch-timeout=30000") != 0) {
			return null;
		}
		return new Oracle();
	}

	/**
	 * Asks for the facts of statements.
	 * @param major the server's version
	 * @param statements the texts
	 * @return the facts of each, or null where the parser refuses the text
	 */
	List<@Nullable List<String>> facts(int major, List<String> statements) throws IOException, InterruptedException {
		Path input = FOLDER.resolve("in.jsonl");
		List<String> lines = new ArrayList<>();
		for (int i = 0; i < statements.size(); i++) {
			lines.add(this.mapper.writeValueAsString(new Question(i, statements.get(i))));
		}
		Files.write(input, lines);
		Path output = FOLDER.resolve("out-" + major + ".jsonl");
		if (run(Path.of("."), "node", SCRIPTS.resolve("facts.cjs").toString(),
				FOLDER.resolve("node_modules/pg" + major).toString(), String.valueOf(major), input.toString(),
				output.toString()) != 0) {
			throw new IOException("The oracle of PostgreSQL " + major + " failed");
		}
		try (BufferedReader reader = Files.newBufferedReader(output)) {
			List<@Nullable List<String>> facts = new ArrayList<>();
			reader.lines().map(this.mapper::readTree).map(Oracle::answer).forEach(facts::add);
			return facts;
		}
	}

	private static @Nullable List<String> answer(JsonNode node) {
		return node.has("facts") ? node.get("facts").valueStream().map(JsonNode::asString).toList() : null;
	}

	/**
	 * Surefire talks to this JVM through its standard streams: none of them is passed on.
	 */
	private static int run(Path folder, String... command) throws IOException, InterruptedException {
		Process process = new ProcessBuilder(command).directory(folder.toFile())
			.redirectErrorStream(true)
			.redirectOutput(ProcessBuilder.Redirect.appendTo(FOLDER.resolve("node.log").toFile()))
			.start();
		if (!process.waitFor(10, TimeUnit.MINUTES)) {
			process.destroy();
			return -1;
		}
		return process.exitValue();
	}

	private record Question(int id, String sql) {
	}

}
