package dev.zdm.rule;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.zdm.catalog.Database;
import dev.zdm.guard.GuardSettings;
import dev.zdm.guard.Judge;
import dev.zdm.rule.PageScript.Shown;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * What the rules' pages say is what zdm and the server do.
 */
class RulePagesTests {

	private static final Path FOLDERS = Path.of("src/main/resources/dev/zdm/rule");

	private final Judge judge = new Judge(GuardSettings.defaults());

	static List<String> codes() {
		return Rules.codes();
	}

	@Test
	void everyRuleHasAFolderAndEveryFolderARule() throws IOException {
		try (Stream<Path> folders = Files.list(FOLDERS)) {
			assertThat(folders.map((folder) -> folder.getFileName().toString()))
				.containsExactlyInAnyOrderElementsOf(codes());
		}
	}

	@Test
	void aCodeMayBeWrittenSmallAndMustExist() {
		assertThat(RulePage.of("zdm010").code()).isEqualTo("ZDM010");
		assertThatIllegalArgumentException().isThrownBy(() -> RulePage.of("ZDM999"))
			.withMessageContaining("There is no rule ZDM999. Rules: ZDM010, ZDM011");
	}

	/** Nothing but what is good changes the database. */
	@ParameterizedTest
	@MethodSource("codes")
	void whatThePageSaysIsWhatZdmAndTheServerDo(String code) throws SQLException {
		RulePage page = RulePage.of(code);
		assertThat(page.code()).isEqualTo(code);
		try (Database database = new Database()) {
			assumeTrue(page.isAbout(database.version()));
			database.run(PageScript.statements(page.setup()).toArray(String[]::new));
			whatIsBadIsFoundAndAnsweredAsThePageSays(page, database);
			whatThePageShowsIsWhatTheServerAnswers(page, database);
			whatIsGoodReachesItsEndWithoutAHazard(page, database);
		}
	}

	private void whatIsBadIsFoundAndAnsweredAsThePageSays(RulePage page, Database database) throws SQLException {
		TreeSet<Judge.Outcome> outcomes = new TreeSet<>();
		for (List<String> attempt : PageScript.attempts(page.bad())) {
			outcomes.add(answer(page, attempt, database));
		}
		assertThat(outcomes.stream().map(RulePagesTests::inWords).collect(Collectors.joining(" or ")))
			.isEqualTo(page.answer());
	}

	private Judge.Outcome answer(RulePage page, List<String> attempt, Database database) throws SQLException {
		String last = attempt.get(attempt.size() - 1);
		try (Connection connection = database.connect()) {
			connection.setAutoCommit(attempt.size() == 1);
			for (String sql : attempt.subList(0, attempt.size() - 1)) {
				Database.run(connection, sql);
			}
			Judge.Judgement judgement = this.judge.judge(connection, Database.parse(last));
			assertThat(judgement.findings()).as(last)
				.filteredOn((finding) -> finding.code().equals(page.code()))
				.isNotEmpty()
				.allSatisfy((finding) -> {
					assertThat(finding.title()).isEqualTo(page.title());
					assertThat(finding.hazard()).isEqualTo(page.hazard());
				});
			if (!connection.getAutoCommit()) {
				connection.rollback();
			}
			return judgement.outcome();
		}
	}

	private static String inWords(Judge.Outcome outcome) {
		return switch (outcome) {
			case SAFE -> "runs it and remarks on it";
			case UNKNOWN -> "runs it and warns";
			case REWRITE -> "rewrites it";
			case REFUSE -> "refuses it";
			case ALLOWED -> "runs it because it is allowed";
		};
	}

	private static void whatThePageShowsIsWhatTheServerAnswers(RulePage page, Database database) throws SQLException {
		try (Connection connection = database.connect()) {
			List<Shown> shown = PageScript.shown(page);
			assertThat(shown).anySatisfy((each) -> assertThat(each.rows()).isNotEmpty());
			for (Shown each : shown) {
				assertThat(rows(connection, each.sql())).as(each.sql()).isEqualTo(each.rows());
			}
		}
	}

	private void whatIsGoodReachesItsEndWithoutAHazard(RulePage page, Database database) throws SQLException {
		try (Connection connection = database.connect()) {
			List<String> answers = new ArrayList<>();
			for (String sql : PageScript.statements(page.good())) {
				Judge.Judgement judgement = this.judge.judge(connection, Database.parse(sql));
				assertThat(judgement.findings()).as(sql)
					.noneMatch((finding) -> finding.isHazard() && judgement.outcome() != Judge.Outcome.ALLOWED);
				answers.addAll(rows(connection, sql));
			}
			assertThat(answers).isNotEmpty().containsOnly("t");
		}
	}

	/** The rows that a statement answers, as psql shows them. */
	private static List<String> rows(Connection connection, String sql) throws SQLException {
		List<String> rows = new ArrayList<>();
		try (Statement statement = connection.createStatement()) {
			if (statement.execute(sql)) {
				ResultSet row = statement.getResultSet();
				int columns = row.getMetaData().getColumnCount();
				while (row.next()) {
					List<String> values = new ArrayList<>();
					for (int i = 1; i <= columns; i++) {
						values.add(row.getString(i));
					}
					rows.add(String.join(" | ", values));
				}
			}
		}
		return rows;
	}

}
