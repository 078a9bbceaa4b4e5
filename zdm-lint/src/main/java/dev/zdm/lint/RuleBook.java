package dev.zdm.lint;

import dev.zdm.rule.RulePage;
import dev.zdm.rule.Rules;

/**
 * Prints the rules' pages.
 */
final class RuleBook {

	private RuleBook() {
	}

	/** A line for each rule: its code, its title, and what zdm does. */
	static String list() {
		StringBuilder list = new StringBuilder();
		Rules.codes()
			.stream()
			.sorted()
			.map(RulePage::of)
			.forEach((page) -> list.append(page.code())
				.append("  ")
				.append(page.title())
				.append(" (zdm ")
				.append(page.answer())
				.append(")\n"));
		return list.toString();
	}

	/**
	 * A rule's page and its scripts.
	 * @throws UsageException if there is no such rule
	 */
	static String explain(String code) {
		if (code.isBlank()) {
			throw new UsageException("--explain needs a rule's code, such as ZDM010. --rules lists them.");
		}
		try {
			RulePage page = RulePage.of(code);
			return page.text() + script("setup.sql", page.setup()) + script("bad.sql", page.bad())
					+ script("good.sql", page.good());
		}
		catch (IllegalArgumentException ex) {
			throw new UsageException("--explain: " + ex.getMessage());
		}
	}

	private static String script(String name, String sql) {
		return "\n## " + name + "\n```sql\n" + sql + "```\n";
	}

}
