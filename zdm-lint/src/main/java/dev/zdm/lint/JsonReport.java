package dev.zdm.lint;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.zdm.rule.Finding;
import dev.zdm.rule.Impact;
import dev.zdm.rule.RelationLock;
import dev.zdm.sql.QualifiedName;

/**
 * Writes an array with one object for each statement.
 */
final class JsonReport implements Report {

	@Override
	public String of(Run run) {
		return Json.of(run.statements().stream().map(JsonReport::statement).toList());
	}

	private static Map<String, Object> statement(JudgedStatement statement) {
		ScriptStatement place = statement.place();
		Impact impact = statement.judgement().impact();
		Map<String, Object> json = new LinkedHashMap<>();
		json.put("file", place.file().name());
		json.put("line", place.position().line());
		json.put("column", place.position().column());
		json.put("sql", place.sql());
		json.put("kind", place.kind());
		json.put("verdict", statement.outcome().label());
		json.put("findings", statement.judgement().findings().stream().map(JsonReport::finding).toList());
		json.put("locks", impact.locks().stream().map(JsonReport::lock).toList());
		json.put("rewrites", names(impact.rewrites()));
		json.put("scans", names(impact.scans()));
		json.put("builds", names(impact.builds()));
		json.put("plan", statement.plan());
		String instead = Report.instead(statement);
		if (instead != null) {
			json.put("instead", instead);
		}
		String reason = Report.reason(statement);
		if (reason != null) {
			json.put("reason", reason);
		}
		if (statement.judgement().note() != null) {
			json.put("note", statement.judgement().note());
		}
		return json;
	}

	private static Map<String, Object> finding(Finding finding) {
		Map<String, Object> json = new LinkedHashMap<>();
		json.put("code", finding.code());
		json.put("title", finding.title());
		json.put("detail", finding.detail());
		return json;
	}

	private static Map<String, Object> lock(RelationLock lock) {
		Map<String, Object> json = new LinkedHashMap<>();
		json.put("relation", name(lock.relation()));
		json.put("mode", lock.mode().pgName());
		return json;
	}

	private static List<String> names(List<QualifiedName> relations) {
		return relations.stream().map(JsonReport::name).toList();
	}

	/** As in the catalog, without quotes. */
	private static String name(QualifiedName relation) {
		return (relation.schema() != null) ? relation.schema() + "." + relation.name() : relation.name();
	}

}
