package dev.zdm.lint.comparison;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import dev.zdm.lint.comparison.Storage.Stored;
import dev.zdm.test.PostgresCluster;
import dev.zdm.test.PostgresServer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * Measures what the server does with each sample, asks the tools, and writes
 * {@code docs/COMPARISON.md}: build profile {@code compare}. On the older server it only
 * measures and leaves a file for the newer one.
 */
@EnabledIfSystemProperty(named = "zdm.compare", matches = "true")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ComparisonTests {

	private static final int OLDER = 15;

	private static final Path PAGE = Path.of("../docs/COMPARISON.md");

	private final PostgresServer server = PostgresCluster.shared().primary();

	private final ZdmLint zdm = new ZdmLint();

	private List<Sample> samples;

	private List<Effect> effects;

	/** Those whose locks are compared: not indexes. */
	private Set<String> tables;

	@BeforeAll
	void measure() throws IOException, SQLException {
		this.samples = Sample.all();
		this.effects = new ArrayList<>();
		String database = prepared();
		try (Connection connection = this.server.dataSource(database).getConnection()) {
			this.tables = Storage.of(connection).tables().stream().map(Stored::name).collect(Collectors.toSet());
		}
		for (Sample sample : this.samples) {
			try (Connection connection = this.server.dataSource(database).getConnection()) {
				this.effects.add(Observation.of(sample.sql(), connection));
			}
		}
		Files.createDirectories(NodeTools.FOLDER);
		Files.write(effectsOf(this.server.majorVersion()), this.effects.stream().map(Effect::toString).toList());
	}

	@Test
	void theFormsThatBlockNobodyLetWritersGoOn() throws IOException, SQLException {
		for (int i = 0; i < this.samples.size(); i++) {
			String instead = this.samples.get(i).instead();
			if (instead != null) {
				String blocked = this.effects.get(i).locks().firstKey();
				assertThat(new BesideAWriter(this.server, prepared()).letsOthersGoOn(instead, blocked)).as(instead)
					.isTrue();
			}
		}
	}

	@Test
	void theToolsAreComparedWithTheServer() throws IOException, InterruptedException, SQLException {
		int major = this.server.majorVersion();
		assumeTrue(major > OLDER, "only measured");
		NodeTools node = NodeTools.install();
		assumeTrue(node != null, "Node is not here, or npm cannot install the tools");
		List<Tool> tools = List.of(this.zdm, new Squawk(node, major), new Pgfence(node, major));
		Path file = effectsOf(OLDER);
		assertThat(file).as("first run with -Dzdm.test.postgres.version=" + OLDER).exists();
		List<String> older = Files.readAllLines(file);
		assertThat(older).as("measured with other samples").hasSameSizeAs(this.samples);
		List<Row> rows = new ArrayList<>();
		for (int i = 0; i < this.samples.size(); i++) {
			List<Opinion> opinions = new ArrayList<>();
			for (Tool tool : tools) {
				opinions.add(tool.of(this.samples.get(i)));
			}
			String before = older.get(i).equals(this.effects.get(i).toString()) ? null : older.get(i);
			rows.add(new Row(this.samples.get(i), this.effects.get(i), before, opinions));
		}
		List<String> names = new ArrayList<>();
		for (Tool tool : tools) {
			names.add(tool.name());
		}
		String today = LocalDate.now(ZoneOffset.UTC).toString();
		Files.writeString(PAGE, new ComparisonPage(names, version(), OLDER, today, rows).toString());
	}

	@Test
	void whereZdmErrsIsWrittenDown() throws IOException {
		List<String> errors = new ArrayList<>();
		for (int i = 0; i < this.samples.size(); i++) {
			Effect said = this.zdm.foretold(this.samples.get(i));
			said.locks().keySet().retainAll(this.tables);
			Effect did = this.effects.get(i);
			Opinion opinion = this.zdm.of(this.samples.get(i));
			Opinion.Score score = opinion.score(Danger.of(this.samples.get(i), did));
			boolean same = did.isRejected()
					|| (said.locks().equals(did.locks()) && said.rewrites().equals(did.rewrites())
							&& said.scans().equals(did.scans()) && said.builds().equals(did.builds()));
			if (score != Opinion.Score.RIGHT || !same) {
				errors.add("%s%n    verdict  %s %s, %s%n    zdm said %s%n    it did   %s"
					.formatted(this.samples.get(i).sql(), opinion.answer(), opinion.rules(), score, said, did));
			}
		}
		Files.write(NodeTools.FOLDER.resolve("disagreements-" + this.server.majorVersion() + ".txt"), errors);
	}

	private static Path effectsOf(int major) {
		return NodeTools.FOLDER.resolve("effects-" + major + ".txt");
	}

	private String version() throws SQLException {
		try (Connection connection = this.server.connect()) {
			return connection.getMetaData().getDatabaseProductVersion().split(" ")[0];
		}
	}

	private String prepared() throws IOException, SQLException {
		String database = this.server.createDatabase();
		try (Connection connection = this.server.dataSource(database).getConnection();
				Statement statement = connection.createStatement()) {
			statement.execute(Files.readString(Sample.SCHEMA));
			statement.execute(Files.readString(Sample.ROWS));
		}
		return database;
	}

}
