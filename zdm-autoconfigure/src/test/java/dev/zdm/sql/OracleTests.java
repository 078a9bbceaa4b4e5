package dev.zdm.sql;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * What we understand of statements beside what PostgreSQL's own parser does: build
 * profile {@code oracle}.
 */
@EnabledIfSystemProperty(named = "zdm.oracle", matches = "true")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OracleTests {

	private static final Path FIXTURES = Path.of("src/test/resources/dev/zdm/sql/statements.txt");

	private Oracle oracle;

	private final List<String> fixtures = new ArrayList<>();

	private final List<String> regression = new ArrayList<>();

	private final List<String> mutations = new ArrayList<>();

	@BeforeAll
	void prepare() throws IOException, InterruptedException {
		this.oracle = Oracle.install();
		assumeTrue(this.oracle != null, "Node is not here, or npm cannot install the parsers");
		Corpus.fixtures().forEach((fixture) -> this.fixtures.add(fixture.sql()));
		Corpus.regression().forEach((sample) -> this.regression.add(sample.sql()));
		Mutations mutants = new Mutations(20260101);
		this.fixtures.forEach((sql) -> this.mutations.addAll(mutants.of(sql, 150)));
		Corpus.regression()
			.stream()
			.filter(Corpus.Sample::ddl)
			.forEach((sample) -> this.mutations.addAll(mutants.of(sample.sql(), 4)));
	}

	@ParameterizedTest
	@ValueSource(ints = { 14, 15, 16, 17, 18 })
	void ourFactsAreThoseOfPostgres(int major) throws IOException, InterruptedException {
		Tally own = compare(major, "fixtures", this.fixtures);
		Tally others = compare(major, "regression", this.regression);
		Tally mutants = compare(major, "mutations", this.mutations);
		Tally names = compare(major, "names", Mutations.keyWordsAsNames());
		assertThat(own.different()).isZero();
		assertThat(names.identity()).isGreaterThanOrEqualTo(0.999);
		assertThat(others.identity()).isGreaterThanOrEqualTo(0.999);
		assertThat(mutants.identity()).isGreaterThanOrEqualTo(0.999);
	}

	@Test
	@EnabledIfSystemProperty(named = "zdm.oracle.record", matches = "true")
	void recordsTheFactsOfOurFixtures() throws IOException, InterruptedException {
		List<List<String>> facts = this.oracle.facts(18, this.fixtures);
		List<List<String>> before = this.oracle.facts(14, this.fixtures);
		int[] next = { 0 };
		List<String> lines = Files.readAllLines(FIXTURES).stream().map((line) -> {
			if (line.isBlank() || line.startsWith("#")) {
				return line;
			}
			int i = next[0]++;
			List<String> known = (facts.get(i) != null) ? facts.get(i) : before.get(i);
			return new Corpus.Fixture(this.fixtures.get(i), (known != null) ? String.join(" ; ", known) : "invalid")
				.line();
		}).toList();
		Files.write(FIXTURES, lines);
	}

	private Tally compare(int major, String what, List<String> statements) throws IOException, InterruptedException {
		List<List<String>> expected = this.oracle.facts(major, statements);
		List<String> differences = new ArrayList<>();
		int valid = 0;
		for (int i = 0; i < statements.size(); i++) {
			List<String> ours = StatementFacts.of(statements.get(i));
			List<String> theirs = expected.get(i);
			if (theirs == null) {
				continue;
			}
			valid++;
			if (!theirs.equals(ours)) {
				differences.add(statements.get(i) + "\n  theirs " + theirs + "\n  ours   " + ours);
			}
		}
		Tally tally = new Tally(statements.size(), valid, differences.size());
		Files.write(Path.of("target/oracle/differences-" + what + "-" + major + ".txt"), differences);
		Files.writeString(Path.of("target/oracle/identity-" + what + "-" + major + ".txt"), tally.toString() + "\n");
		System.out.println("PostgreSQL " + major + ", " + what + ": " + tally);
		return tally;
	}

	private record Tally(int statements, int valid, int different) {

		double identity() {
			return (this.valid == 0) ? 1 : (double) (this.valid - this.different) / this.valid;
		}

		@Override
		public String toString() {
			return "%d statements, %d valid, %d different, %.4f %% identical".formatted(this.statements, this.valid,
					this.different, 100 * identity());
		}

	}

}
