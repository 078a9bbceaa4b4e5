package dev.zdm.lint;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

import dev.zdm.guard.Judge.Outcome;
import dev.zdm.rule.Finding;
import dev.zdm.rule.RelationLock;

/**
 * Writes for people: the place, the source, what was found, what to do.
 *
 * @param colours how
 */
record TextReport(Colours colours) implements Report {

	@Override
	public String of(Run run) {
		StringBuilder out = new StringBuilder();
		run.statements()
			.stream()
			.filter(JudgedStatement::isWorthReading)
			.forEach((statement) -> describe(statement, out));
		ScriptRejectedException rejection = run.rejection();
		if (rejection != null) {
			describe(rejection, out);
		}
		out.append(summary(run)).append('\n');
		String more = Report
			.more(run.statements().stream().flatMap((statement) -> statement.judgement().findings().stream()));
		return (more != null) ? out.append(this.colours.faint(more)).append('\n').toString() : out.toString();
	}

	private void describe(JudgedStatement statement, StringBuilder out) {
		ScriptStatement place = statement.place();
		heading(place.file(), place.position(), this.colours.of(statement.outcome(), statement.outcome().label()),
				place.kind(), out);
		boolean oneLine = place.position().line() == place.end().line();
		int length = oneLine ? place.sql().length()
				: place.file().line(place.position().line()).length() - place.position().column() + 1;
		excerpt(place.file(), place.position(), length, out);
		for (Finding finding : statement.judgement().findings()) {
			out.append("  ").append(this.colours.bold(finding.code() + " " + finding.title())).append('\n');
			indented("    ", finding.detail(), out);
		}
		String locks = statement.judgement()
			.impact()
			.locks()
			.stream()
			.map(RelationLock::toString)
			.collect(Collectors.joining(", "));
		if (!locks.isEmpty()) {
			out.append("  ").append(this.colours.faint("locks: " + locks)).append('\n');
		}
		String instead = Report.instead(statement);
		if (instead != null) {
			indented("  ", instead, out);
		}
		String reason = Report.reason(statement);
		if (reason != null) {
			indented("  ", "allowed because: " + reason, out);
		}
		String note = statement.judgement().note();
		if (note != null) {
			indented("  ", "note: " + note, out);
		}
		out.append('\n');
	}

	private void describe(ScriptRejectedException rejection, StringBuilder out) {
		heading(rejection.file(), rejection.position(), this.colours.red("error"), rejection.explanation(), out);
		excerpt(rejection.file(), rejection.position(), 1, out);
		if (rejection.hint() != null) {
			indented("  ", "hint: " + rejection.hint(), out);
		}
		out.append('\n');
	}

	private void heading(SourceFile file, Position position, String what, String text, StringBuilder out) {
		out.append(this.colours.bold(file.name() + ":" + position.line() + ":" + position.column()))
			.append(": ")
			.append(what)
			.append(": ")
			.append(text)
			.append('\n');
	}

	/** The line, and a caret below the place; tabs stay, so that it is below. */
	private void excerpt(SourceFile file, Position position, int length, StringBuilder out) {
		String number = String.format(Locale.ROOT, "%5d | ", position.line());
		String line = file.line(position.line());
		String before = line.substring(0, Math.min(position.column() - 1, line.length())).replaceAll("[^\t]", " ");
		out.append(this.colours.faint(number)).append(line).append('\n');
		out.append(this.colours.faint(" ".repeat(number.length() - 2) + "| "))
			.append(before)
			.append(this.colours.red("^" + "~".repeat(Math.max(0, length - 1))))
			.append('\n');
	}

	private static void indented(String indent, String text, StringBuilder out) {
		text.lines().forEach((line) -> out.append(indent).append(line).append('\n'));
	}

	private String summary(Run run) {
		List<String> counts = new ArrayList<>();
		for (Outcome outcome : List.of(Outcome.REFUSE, Outcome.REWRITE, Outcome.UNKNOWN, Outcome.ALLOWED,
				Outcome.SAFE)) {
			long count = run.count(outcome);
			if (count > 0) {
				counts.add(this.colours.of(outcome, count + " " + outcome.label()));
			}
		}
		return "%s judged in %s on PostgreSQL %s, %.1f s: %s".formatted(count(run.statements().size(), "statement"),
				count(run.migrations(), "migration"), run.server(), run.time().toMillis() / 1000.0,
				counts.isEmpty() ? "nothing to judge" : String.join(", ", counts));
	}

	private static String count(int number, String what) {
		return number + " " + what + ((number == 1) ? "" : "s");
	}

}
