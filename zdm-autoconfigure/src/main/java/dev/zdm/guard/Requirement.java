package dev.zdm.guard;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.zdm.sql.Directive;
import dev.zdm.sql.Statement;
import org.jspecify.annotations.Nullable;

/**
 * A backfill that must be done before a statement:
 * {@code -- zdm:requires backfill order-totals or wait}.
 *
 * @param backfill its name
 * @param orWait whether to wait for it, whatever is configured
 */
record Requirement(String backfill, boolean orWait) {

	private static final String NAME = "[A-Za-z0-9][A-Za-z0-9._-]*";

	private static final Pattern SHAPE = Pattern.compile(
			"backfills?\\s+(?<names>" + NAME + "(?:\\s*,\\s*" + NAME + ")*)(?<wait>\\s+or\\s+wait)?",
			Pattern.CASE_INSENSITIVE);

	/** What a statement says that it requires; none where it says it wrongly. */
	static List<Requirement> of(Statement statement) {
		List<Requirement> requirements = new ArrayList<>();
		for (Directive directive : statement.text().directives()) {
			Matcher matcher = SHAPE.matcher(directive.subject());
			if (directive.action().equals(Directive.REQUIRES) && matcher.matches()) {
				for (String name : matcher.group("names").split("\\s*,\\s*")) {
					requirements.add(new Requirement(name, matcher.group("wait") != null));
				}
			}
		}
		return requirements;
	}

	/**
	 * What is wrong with how a statement says it, or with a word to zdm that does not
	 * exist, and may have been meant so.
	 * @return the refusal, or null when nothing is wrong
	 */
	static @Nullable StatementRefusedException misspelt(Statement statement) {
		for (Directive directive : statement.text().directives()) {
			String said = ("zdm:" + directive.action() + ' ' + directive.subject()).strip();
			if (directive.action().equals(Directive.REQUIRES) && !SHAPE.matcher(directive.subject()).matches()) {
				return Refusals.misspelt(statement, said + " cannot be understood.");
			}
			if (!directive.action().equals(Directive.REQUIRES) && !directive.action().equals("allow")) {
				return Refusals.misspelt(statement, "There is no zdm:" + directive.action() + ", as in: " + said);
			}
		}
		return null;
	}

}
