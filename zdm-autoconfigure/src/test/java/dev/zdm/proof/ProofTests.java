package dev.zdm.proof;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * zdm says before a statement runs what the server then does.
 */
class ProofTests {

	private static final int CASES = 1500;

	/** Whether a disagreement fails; not before the rules are complete. */
	private static Proof proof;

	@BeforeAll
	static void tryAllCases() throws IOException {
		proof = Proof.run();
		Path report = Path.of("target", "proof-" + proof.version() + ".txt");
		Files.createDirectories(report.getParent());
		String text = new Agreement(proof).text();
		Files.writeString(report, text);
		System.out.println(text);
	}

	@Test
	void theServerAcceptsEnoughCases() {
		assertThat(proof.outcomes()).hasSizeGreaterThanOrEqualTo(CASES);
	}

	@Test
	void zdmAndTheServerAgree() {
		List<String> unexplained = proof.outcomes()
			.stream()
			.filter((outcome) -> Explained.in(proof.version())
				.stream()
				.noneMatch((explained) -> explained.covers(outcome)))
			.flatMap((outcome) -> outcome.lines().stream())
			.toList();
		assertThat(unexplained).as("statement | what | said | done").isEmpty();
	}

	@Test
	void whatIsExplainedStillDisagrees() {
		for (Explained explained : Explained.in(proof.version())) {
			assertThat(proof.outcomes()).as(explained.reason())
				.filteredOn((outcome) -> explained.covers(outcome))
				.anyMatch((outcome) -> !outcome.agrees());
		}
	}

}
