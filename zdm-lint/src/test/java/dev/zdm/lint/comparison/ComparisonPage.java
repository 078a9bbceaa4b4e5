package dev.zdm.lint.comparison;

import java.util.List;
import java.util.StringJoiner;
import java.util.stream.IntStream;

import dev.zdm.lint.comparison.Opinion.Answer;
import dev.zdm.lint.comparison.Opinion.Score;

/**
 * Writes the comparison for readers.
 *
 * @param tools the tools' names and versions
 * @param server the server's version
 * @param older the older server's major version
 * @param date when it was measured
 * @param rows the samples
 */
record ComparisonPage(List<String> tools, String server, int older, String date, List<Row> rows) {

	private static final String PAGE = """
			# zdm-lint, squawk and pgfence beside the server

			Written by `.ci/compare` on %s; do not edit by hand. %d statements, chosen because tools err on them, in both directions, with plain ones
			between; another choice gives other counts. The schema, the rows and the statements are in `zdm-lint/src/test/comparison`.

			## Counts
			%s
			## How it is judged
			**What the server did** was measured on PostgreSQL %s, each statement in a transaction that was rolled back: locks in `pg_locks`; a rewrite by
			`relfilenode`; an index build by the indexes' `relfilenode`; a scan by the DEBUG1 messages and by `pg_stat_get_xact_numscans`, less one for each build
			and rewrite. Relations that the script itself made do not count. Where PostgreSQL %d did something else, the table says so.

			**Dangerous** is what the server refuses on tables with rows, what rewrites, scans, builds or changes rows under a lock that blocks writes, what takes
			such a lock although a form without it is known (that form was run beside a writer, who went on), and what breaks running code or loses data.
			A tool *misses* a danger when it says nothing; it gives a *false alarm* when it warns although nothing of that happens. A warning counts as right
			whatever its reason and its remedy. That a tool cannot parse a script, or says that it does not look into it, is no answer: neither right nor wrong.

			**The tools** get the script as the file of one migration that runs in a transaction (Flyway's default).
			- zdm-lint: its defaults, `--setup schema.sql`, no rows. `rewrite` and `refuse` are warnings, `safe` is silence, `unknown` is no answer.
			- squawk: `--pg-version` %s, `--assume-in-transaction`; both timeouts are set in the script, which it asks for; without its rules of style
			  (`prefer-…`, `ban-char-field`, `identifier-too-long`, `require-enum-value-ordering`, `transaction-nesting`).
			- pgfence: `--min-pg-version` %s; the script begins and commits its transaction and sets the four parameters that it asks for. Risks from MEDIUM on
			  are warnings, and LOW for renamed columns; other remarks of risk LOW are not. It gets no row counts, which would raise
			  all risks of a table alike. Its makers test it up to PostgreSQL 17.

			Neither squawk nor pgfence sees the schema; zdm-lint asks a scratch database for it, which is most of the difference.

			## Statements
			✗ marks what is wrong, – is silence.

			| | statement | PostgreSQL %s | danger | zdm-lint | squawk | pgfence | right |
			|---|---|---|---|---|---|---|---|
			%s
			""";

	@Override
	public String toString() {
		StringJoiner table = new StringJoiner("\n");
		for (int i = 0; i < this.rows.size(); i++) {
			table.add(line(i + 1, this.rows.get(i)));
		}
		String major = this.server.replaceAll("\\..*", "");
		return PAGE.formatted(this.date, this.rows.size(), counts(), this.server, this.older, major, major, major,
				table);
	}

	private String counts() {
		StringBuilder counts = new StringBuilder();
		long dangerous = this.rows.stream().filter((row) -> row.danger().isReal()).count();
		counts.append("%d of the %d statements are dangerous, %d are not.\n\n".formatted(dangerous, this.rows.size(),
				this.rows.size() - dangerous));
		counts.append("| | right | dangers missed | false alarms | no answer |\n|---|---|---|---|---|\n");
		for (int tool = 0; tool < this.tools.size(); tool++) {
			counts.append("| %s | %d | %d | %d | %d |\n".formatted(this.tools.get(tool), count(tool, Score.RIGHT),
					count(tool, Score.MISSED), count(tool, Score.FALSE_ALARM), count(tool, Score.NO_ANSWER)));
		}
		return counts.toString();
	}

	private long count(int tool, Score score) {
		return this.rows.stream().filter((row) -> row.score(tool) == score).count();
	}

	private String line(int number, Row row) {
		StringJoiner cells = new StringJoiner(" | ", "| ", " |");
		cells.add(Integer.toString(number));
		cells.add("`" + row.sample().sql().replaceAll("\\s+", " ").replace("|", "\\|") + "`");
		cells.add(row.effect() + ((row.older() != null) ? " (%d: %s)".formatted(this.older, row.older()) : ""));
		String breaks = row.sample().breaks();
		cells.add((row.danger() == Danger.BREAKS && breaks != null) ? "breaks " + breaks : row.danger().toString());
		IntStream.range(0, this.tools.size()).forEach((tool) -> cells.add(cell(row, tool)));
		cells.add(right(row));
		return cells.toString();
	}

	private static String cell(Row row, int tool) {
		Opinion opinion = row.opinions().get(tool);
		Score score = row.score(tool);
		String mark = (score == Score.MISSED || score == Score.FALSE_ALARM) ? "✗ " : "";
		String rules = (opinion.answer() == Answer.NONE) ? "(" + opinion.rules().get(0) + ")"
				: String.join(", ", opinion.rules());
		return mark + (rules.isEmpty() ? "–" : rules);
	}

	private String right(Row row) {
		List<Integer> right = row.right();
		if (right.size() == this.tools.size()) {
			return "all";
		}
		return right.isEmpty() ? "none"
				: String.join(", ", right.stream().map((tool) -> this.tools.get(tool).split(" ")[0]).toList());
	}

}
