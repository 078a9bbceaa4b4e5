package dev.zdm.proof;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

import dev.zdm.guard.GuardedDatabase;
import dev.zdm.operation.Operation;
import dev.zdm.operation.Operations;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * Keeps {@code docs/OPERATIONS.md} up to date, which is made of what servers did:
 * {@code -Dtest=OperationsPageTests -Dzdm.docs.write=true} writes what this version did,
 * and the page from that and from what is known of the other versions.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class OperationsPageTests {

	private static final Path FOLDER = Path.of("src/test/resources/dev/zdm/operation");

	private static final Path PAGE = Path.of("../docs/OPERATIONS.md");

	private static final int OLDEST = 15;

	private static final int NEWEST = 18;

	private static final boolean WRITE = Boolean.getBoolean("zdm.docs.write");

	@Test
	@Order(1)
	void eachIsDoneAsThePageSays() throws IOException, SQLException {
		int version = GuardedDatabase.majorVersion();
		Path measured = FOLDER.resolve("on-" + version + ".txt");
		assumeThat(WRITE || Files.exists(measured)).as("the page knows this version").isTrue();
		StringBuilder text = new StringBuilder();
		List<Throwable> errors = new ArrayList<>();
		try (OperationBench bench = new OperationBench()) {
			for (Operation operation : Operations.of(version)) {
				try {
					text.append(bench.tryOut(operation).text());
				}
				catch (AssertionError | SQLException ex) {
					errors.add(ex);
				}
			}
		}
		if (WRITE) {
			Files.writeString(measured, text);
		}
		assertThat(errors).isEmpty();
		assertThat(measured).hasContent(text.toString());
	}

	@Test
	@Order(2)
	void thePageIsMadeOfWhatAllVersionsDid() throws IOException {
		String page = page().markdown();
		if (WRITE) {
			Files.writeString(PAGE, page);
		}
		assumeThat(PAGE).exists();
		assertThat(PAGE).hasContent(page);
	}

	private static OperationsPage page() throws IOException {
		SortedMap<Integer, Map<String, OperationResult>> results = new TreeMap<>();
		for (int version = OLDEST; version <= NEWEST; version++) {
			Path measured = FOLDER.resolve("on-" + version + ".txt");
			if (Files.exists(measured)) {
				results.put(version, OperationResult.parse(Files.readAllLines(measured)));
			}
		}
		return new OperationsPage(results);
	}

}
