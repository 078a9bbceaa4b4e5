package dev.zdm.operation;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * The catalogue of operations: what users do to tables, one line each in
 * {@code operations.sql}. Tests of plans, of crashes and of the documentation share it. A
 * block there has a title as a comment, then {@code --setup} with a statement that comes
 * first, {@code --since} with a major version, and the statement.
 */
public final class Operations {

	private static final String HEADING = "-- # ";

	private static final String TITLE = "-- ";

	private static final String SETUP = "--setup ";

	private static final String SINCE = "--since ";

	private Operations() {
	}

	/** The script that makes the shop in an empty database. */
	public static String setup() {
		return text("setup.sql");
	}

	/** All operations that a server of this major version knows, in their order. */
	public static List<Operation> of(int version) {
		return all().stream().filter((operation) -> operation.since() <= version).toList();
	}

	/** All operations, in their order. */
	public static List<Operation> all() {
		List<Operation> operations = new ArrayList<>();
		String heading = "";
		for (String block : text("operations.sql").split("\n\\s*\n")) {
			for (String line : block.lines().toList()) {
				heading = line.startsWith(HEADING) ? line.substring(HEADING.length()) : heading;
			}
			operations.add(operation(heading, block));
		}
		return List.copyOf(operations);
	}

	private static Operation operation(String heading, String block) {
		String title = "";
		List<String> setup = new ArrayList<>();
		List<String> sql = new ArrayList<>();
		int since = 0;
		for (String line : block.lines().filter((each) -> !each.startsWith(HEADING)).toList()) {
			if (line.startsWith(TITLE)) {
				title = line.substring(TITLE.length());
			}
			else if (line.startsWith(SETUP)) {
				setup.add(line.substring(SETUP.length()));
			}
			else if (line.startsWith(SINCE)) {
				since = Integer.parseInt(line.substring(SINCE.length()));
			}
			else {
				sql.add(line);
			}
		}
		return new Operation(heading, title, setup, String.join("\n", sql).strip().replaceFirst(";$", ""), since);
	}

	private static String text(String name) {
		try (InputStream in = Objects.requireNonNull(Operations.class.getResourceAsStream(name), name)) {
			return new String(in.readAllBytes(), StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
