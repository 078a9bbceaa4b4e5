package dev.zdm.rule;

import java.util.ArrayList;
import java.util.List;

import dev.zdm.sql.Script;
import dev.zdm.sql.SqlText;
import dev.zdm.sql.Statement;
import dev.zdm.sql.StatementParser;
import dev.zdm.sql.TransactionControl;

/**
 * The scripts of a rule's page.
 */
public final class PageScript {

	private PageScript() {
	}

	/** Statements that run one after the other; the last one is what it is about. */
	public static List<List<String>> attempts(String script) {
		List<List<String>> attempts = new ArrayList<>();
		List<String> open = null;
		for (SqlText text : Script.split(script)) {
			Statement statement = StatementParser.parse(text);
			if (statement instanceof TransactionControl control) {
				open = (open == null) ? new ArrayList<>() : null;
				if (open != null) {
					attempts.add(open);
				}
			}
			else if (open != null) {
				open.add(text.text());
			}
			else {
				attempts.add(List.of(text.text()));
			}
		}
		return attempts;
	}

	public static List<String> statements(String script) {
		return Script.split(script).stream().map(SqlText::text).toList();
	}

	/**
	 * The page's block of SQL, statement by statement, with the rows that it promises.
	 */
	static List<Shown> shown(RulePage page) {
		String text = page.text();
		int start = text.indexOf("```sql\n", text.indexOf("\n## See it\n")) + "```sql\n".length();
		String block = text.substring(start, text.indexOf("\n```", start));
		List<Shown> shown = new ArrayList<>();
		StringBuilder sql = new StringBuilder();
		for (String line : block.lines().toList()) {
			if (line.startsWith("--> ")) {
				statements(sql.toString()).forEach((each) -> shown.add(new Shown(each, new ArrayList<>())));
				sql.setLength(0);
				shown.get(shown.size() - 1).rows().add(line.substring("--> ".length()));
			}
			else {
				sql.append(line).append('\n');
			}
		}
		statements(sql.toString()).forEach((each) -> shown.add(new Shown(each, new ArrayList<>())));
		return shown;
	}

	/**
	 * A statement of a page.
	 *
	 * @param sql the statement
	 * @param rows the rows that it answers, in the page's words; of a query only
	 */
	record Shown(String sql, List<String> rows) {
	}

}
