package dev.zdm.lint;

import java.io.File;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import dev.zdm.guard.Judge.Outcome;
import dev.zdm.rule.Finding;
import dev.zdm.rule.RulePage;
import dev.zdm.rule.Rules;
import org.jspecify.annotations.Nullable;

/**
 * Writes SARIF 2.1.0: one result for each finding.
 *
 * @see <a href=
 * "https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html">SARIF</a>
 */
final class SarifReport implements Report {

	private static final String REFUSED = "ZDM000";

	@Override
	public String of(Run run) {
		Map<String, String> rules = new TreeMap<>();
		List<Object> results = new ArrayList<>();
		for (JudgedStatement statement : run.statements()) {
			List<Finding> findings = statement.judgement().findings();
			findings.forEach((finding) -> rules.put(finding.code(), finding.title()));
			findings.forEach((finding) -> results.add(result(statement, finding)));
			if (findings.isEmpty() && statement.judgement().refusal() != null) {
				rules.put(REFUSED, "The statement is refused");
				results.add(result(statement, REFUSED, statement.judgement().refusal().reason()));
			}
		}
		return Json.of(map("$schema", "https://json.schemastore.org/sarif-2.1.0.json", "version", "2.1.0", "runs",
				List.of(map("tool", map("driver", driver(rules)), "columnKind", "utf16CodeUnits", "invocations",
						List.of(invocation(run)), "results", results))));
	}

	private static Map<String, Object> driver(Map<String, String> rules) {
		List<Object> described = new ArrayList<>();
		rules.forEach((code, title) -> described.add(described(code, title)));
		return map("name", "zdm-lint", "version", Lint.version(), "rules", described);
	}

	/** A rule with its page, which code scanning shows beside the result. */
	private static Map<String, Object> described(String code, String title) {
		Map<String, Object> rule = map("id", code, "shortDescription", map("text", title));
		if (Rules.codes().contains(code)) {
			String page = RulePage.of(code).text();
			rule.put("help", map("text", page, "markdown", page));
		}
		return rule;
	}

	private static Map<String, Object> result(JudgedStatement statement, Finding finding) {
		return result(statement, finding.code(), finding.title() + ". " + finding.detail());
	}

	private static Map<String, Object> result(JudgedStatement statement, String code, String text) {
		ScriptStatement place = statement.place();
		String instead = Report.instead(statement);
		Map<String, Object> result = map("ruleId", code, "level", level(statement.outcome()), "message",
				map("text", text + ((instead != null) ? "\n" + instead : "")), "locations",
				List.of(location(place.file(), place.position(), place.end())), "partialFingerprints",
				map("statement/v1", code + ":" + place.statement().text().fingerprint()));
		if (statement.outcome() == Outcome.ALLOWED) {
			String reason = Report.reason(statement);
			Map<String, Object> suppression = map("kind",
					statement.judgement().allowances().stream().allMatch(Report::isWord) ? "inSource" : "external");
			if (reason != null) {
				suppression.put("justification", reason);
			}
			result.put("suppressions", List.of(suppression));
		}
		return result;
	}

	private static Map<String, Object> location(SourceFile file, Position start, @Nullable Position end) {
		Map<String, Object> region = map("startLine", start.line(), "startColumn", start.column());
		if (end != null) {
			region.put("endLine", end.line());
			region.put("endColumn", end.column());
		}
		return map("physicalLocation", map("artifactLocation", map("uri", uri(file)), "region", region));
	}

	/** A relative path stays one: code scanning looks for it in the repository. */
	private static String uri(SourceFile file) {
		String path = file.name().replace(File.separatorChar, '/');
		try {
			if (new File(file.name()).isAbsolute()) {
				return new URI("file", "", path.startsWith("/") ? path : "/" + path, null).toASCIIString();
			}
			return new URI(null, null, "./" + path, null).toASCIIString().substring(2);
		}
		catch (URISyntaxException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static Map<String, Object> invocation(Run run) {
		ScriptRejectedException rejection = run.rejection();
		Map<String, Object> invocation = map("executionSuccessful", rejection == null);
		if (rejection != null) {
			invocation.put("toolExecutionNotifications",
					List.of(map("level", "error", "message", map("text", rejection.explanation()), "locations",
							List.of(location(rejection.file(), rejection.position(), null)))));
		}
		return invocation;
	}

	private static String level(Outcome outcome) {
		return switch (outcome) {
			case REFUSE -> "error";
			case REWRITE, UNKNOWN, ALLOWED -> "warning";
			case SAFE -> "note";
		};
	}

	private static Map<String, Object> map(Object... pairs) {
		Map<String, Object> map = new LinkedHashMap<>();
		for (int i = 0; i < pairs.length; i += 2) {
			map.put((String) pairs[i], pairs[i + 1]);
		}
		return map;
	}

}
