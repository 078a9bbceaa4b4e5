package dev.zdm.hostile;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import dev.zdm.journal.JournalSchema;
import dev.zdm.journal.MigrationJournal;
import dev.zdm.operation.CatalogDump;
import dev.zdm.operation.Operation;
import dev.zdm.operation.Shop;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The same as {@link CrashTests} with processes that are killed by the operating system.
 * It takes a JVM for each point: {@code -Dzdm.kill=true}.
 */
@EnabledIfSystemProperty(named = "zdm.kill", matches = "true")
class KillTests {

	private static final Logger logger = LoggerFactory.getLogger(KillTests.class);

	private static final int TOO_MANY = 100;

	static List<Operation> operations() throws SQLException {
		return PlannedOperations.all();
	}

	@ParameterizedTest
	@MethodSource("operations")
	void theSameStatementGoesOnWhereItWasKilled(Operation operation) throws Exception {
		Set<String> points = new LinkedHashSet<>();
		try (Shop shop = Shop.open(operation); Shop plain = Shop.open(operation)) {
			int processes = 0;
			while (!runs(shop, operation, points)) {
				assertThat(++processes).as("processes").isLessThan(TOO_MANY);
			}
			logger.info("{}: {} processes were killed", operation.title(), processes);
			plain.run(operation.sql());
			assertThat(points).hasSizeGreaterThanOrEqualTo(2);
			CrashTests.assertThatNothingIsLeft(shop,
					new MigrationJournal(new JournalSchema(shop.dataSource())).recent(TOO_MANY));
			CatalogDump.assertAlike(CatalogDump.of(shop), CatalogDump.of(plain));
		}
	}

	private static boolean runs(Shop shop, Operation operation, Set<String> points) throws Exception {
		Process process = start(shop, operation);
		try (BufferedReader out = new BufferedReader(
				new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
				OutputStream in = process.getOutputStream()) {
			points.forEach((point) -> say(in, point));
			say(in, "");
			StringBuilder said = new StringBuilder();
			for (String line = out.readLine(); line != null; line = out.readLine()) {
				if (line.equals(MortalInstance.DONE)) {
					return process.waitFor() == 0;
				}
				if (line.startsWith(MortalInstance.NOW)) {
					points.add(line.substring(MortalInstance.NOW.length()));
					process.destroyForcibly().waitFor();
					return false;
				}
				if (line.startsWith(MortalInstance.HELD)) {
					String[] held = line.split(" ", 3);
					points.add(held[2]);
					killWhileItWaits(shop, process, in, Integer.parseInt(held[1]), !held[2].equals(Collapse.ALONE));
					return false;
				}
				said.append(line).append('\n');
			}
			throw new AssertionError("The process ended by itself:\n" + said);
		}
		finally {
			process.destroyForcibly().waitFor();
		}
	}

	private static void killWhileItWaits(Shop shop, Process process, OutputStream in, int backend, boolean ends)
			throws Exception {
		try (Holder holder = Holder.open(shop)) {
			say(in, "go");
			holder.awaitWaiting(backend);
			process.destroyForcibly().waitFor();
			if (ends) {
				Sessions.end(shop, List.of(backend), List.of());
			}
		}
	}

	private static void say(OutputStream in, String line) {
		try {
			in.write((line + "\n").getBytes(StandardCharsets.UTF_8));
			in.flush();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static Process start(Shop shop, Operation operation) throws IOException {
		String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
		return new ProcessBuilder(java, "-cp", System.getProperty("java.class.path"), "-Xshare:auto",
				"-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", MortalInstance.class.getName(), shop.jdbcUrl(),
				"postgres", "postgres", operation.sql())
			.redirectErrorStream(true)
			.start();
	}

}
