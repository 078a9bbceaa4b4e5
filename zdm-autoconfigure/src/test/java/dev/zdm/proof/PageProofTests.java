package dev.zdm.proof;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;

import dev.zdm.catalog.Database;
import dev.zdm.rule.Hazard;
import dev.zdm.rule.PageScript;
import dev.zdm.rule.RulePage;
import dev.zdm.rule.Rules;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * The statements that the rules' pages call bad do to their tables what zdm says and what
 * the pages call the hazard.
 */
class PageProofTests {

	static Stream<RulePage> pages() {
		try (Database database = new Database()) {
			return Rules.codes().stream().map(RulePage::of).filter((page) -> page.isAbout(database.version()));
		}
	}

	@ParameterizedTest
	@MethodSource("pages")
	void whatIsBadDoesWhatIsSaid(RulePage page) throws SQLException {
		assumeThat(page.hazard()).as("of how many rows only the guard asks the server").isNotEqualTo(Hazard.MANY_ROWS);
		try (Database database = new Database()) {
			database.run(PageScript.statements(page.setup()).toArray(String[]::new));
			for (List<String> attempt : PageScript.attempts(page.bad())) {
				if (attempt.size() == 1) {
					tryOut(page, attempt.get(0), database);
				}
			}
		}
	}

	private static void tryOut(RulePage page, String sql, Database database) throws SQLException {
		try (Connection connection = database.begin()) {
			Landscape landscape = Landscape.read(connection);
			connection.rollback();
			Foretold foretold = new Foreteller(connection).foretell(sql);
			Effects observed;
			try {
				observed = new Observer(connection, landscape).observe(sql);
			}
			catch (RefusedException ex) {
				assertThat(ex).as(sql).hasMessageMatching("(23502|25001) .*");
				return;
			}
			assertThat(foretold.codes()).contains(page.code());
			if (page.hazard() != Hazard.UNKNOWN) {
				assertThat(new Outcome(new ProofCase(page.code(), sql), foretold, observed).lines()).isEmpty();
			}
			switch (page.hazard()) {
				case REWRITE -> assertThat(observed.rewrites()).as(sql).isNotEmpty();
				case SCAN -> assertThat(Stream.concat(observed.scans().stream(), observed.builds().stream())).as(sql)
					.isNotEmpty();
				case BUILD -> assertThat(observed.builds()).as(sql).isNotEmpty();
				case LOCK -> assertThat(observed.locks()).as(sql).isNotEmpty();
				case BREAKS_CODE, MANY_ROWS, NONE, UNKNOWN -> {
				}
			}
		}
	}

}
