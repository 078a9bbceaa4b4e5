package dev.zdm.rule;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Keeps {@code docs/RULES.md}, which is made of the rules' pages, up to date:
 * {@code -Dtest=RulesIndexTests -Dzdm.docs.write=true} writes it.
 */
class RulesIndexTests {

	private static final Path INDEX = Path.of("../docs/RULES.md");

	private static final String HEAD = """
			# Rules

			Each rule has a page, with the condition in PostgreSQL's terms, the way that is safe, and SQL that shows it on a server of yours.
			What the pages show, and what zdm answers to their `bad.sql` and `good.sql`, is tried on live servers with every build.

			*rewrites*: zdm runs other steps instead, which make nobody wait. *refuses*: it does not run the statement and says what to do
			instead. *remarks*, *warns*: it runs the statement as it stands, its lock taken by the ladder, and says what it found. What to set
			for one statement, one table or one rule is in the [README](../README.md#overrides).

			| rule | title | hazard | PostgreSQL | zdm |
			|---|---|---|---|---|
			""";

	@Test
	void theIndexIsMadeOfThePages() throws IOException {
		StringBuilder index = new StringBuilder(HEAD);
		Rules.codes().stream().sorted().map(RulePage::of).forEach((page) -> index.append(row(page)));
		if (Boolean.getBoolean("zdm.docs.write")) {
			Files.writeString(INDEX, index);
		}
		assertThat(INDEX).hasContent(index.toString());
	}

	private static String row(RulePage page) {
		return "| [%1$s](../zdm-autoconfigure/src/main/resources/dev/zdm/rule/%1$s/page.md) | %2$s | %3$s | %4$d to %5$d | %6$s |%n"
			.formatted(page.code(), page.title(), page.hazard().name().toLowerCase(Locale.ROOT).replace('_', ' '),
					page.since(), page.until(), page.answer());
	}

}
