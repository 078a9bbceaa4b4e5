package dev.zdm.lint;

import java.util.stream.Collectors;

import dev.zdm.guard.Judge.Outcome;
import dev.zdm.rule.Finding;

/**
 * Writes workflow commands, which GitHub Actions shows as annotations in the pull
 * request.
 *
 * @see <a href=
 * "https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands">
 * Workflow commands</a>
 */
final class GithubReport implements Report {

	@Override
	public String of(Run run) {
		StringBuilder out = new StringBuilder();
		run.statements()
			.stream()
			.filter(JudgedStatement::isWorthReading)
			.forEach((statement) -> out.append(annotation(statement)));
		ScriptRejectedException rejection = run.rejection();
		if (rejection != null) {
			out.append("::error file=%s,line=%d,col=%d,title=%s::%s%n".formatted(property(rejection.file().name()),
					rejection.position().line(), rejection.position().column(),
					property("PostgreSQL rejects the statement"),
					data(rejection.explanation() + ((rejection.hint() != null) ? "\n" + rejection.hint() : ""))));
		}
		return out.toString();
	}

	private static String annotation(JudgedStatement statement) {
		ScriptStatement place = statement.place();
		String codes = statement.judgement()
			.findings()
			.stream()
			.map(Finding::code)
			.distinct()
			.collect(Collectors.joining(", "));
		String findings = statement.judgement()
			.findings()
			.stream()
			.map((finding) -> finding.code() + " " + finding.title() + ". " + finding.detail())
			.collect(Collectors.joining("\n"));
		String instead = Report.instead(statement);
		String reason = Report.reason(statement);
		String note = statement.judgement().note();
		String more = Report.more(statement.judgement().findings().stream());
		return "::%s file=%s,line=%d,endLine=%d,col=%d,title=%s::%s%n".formatted(level(statement.outcome()),
				property(place.file().name()), place.position().line(), place.end().line(), place.position().column(),
				property("zdm: " + statement.outcome().label() + (codes.isEmpty() ? "" : " " + codes)),
				data(findings + ((instead != null) ? "\n" + instead : "")
						+ ((reason != null) ? "\nAllowed: " + reason : "") + ((note != null) ? "\n" + note : "")
						+ ((more != null) ? "\n" + more : "")));
	}

	private static String level(Outcome outcome) {
		return switch (outcome) {
			case REFUSE -> "error";
			case REWRITE, UNKNOWN -> "warning";
			case SAFE, ALLOWED -> "notice";
		};
	}

	private static String data(String text) {
		return text.strip().replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A");
	}

	private static String property(String text) {
		return data(text).replace(":", "%3A").replace(",", "%2C");
	}

}
