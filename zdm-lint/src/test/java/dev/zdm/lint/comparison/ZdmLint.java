package dev.zdm.lint.comparison;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

import com.jayway.jsonpath.DocumentContext;
import dev.zdm.catalog.LockMode;
import dev.zdm.lint.Linted;

/**
 * zdm-lint with its defaults, on a database that has the schema and no rows.
 */
final class ZdmLint implements Tool {

	private final Map<Sample, Linted> known = new HashMap<>();

	@Override
	public String name() {
		return "zdm-lint " + System.getProperty("zdm.version");
	}

	@Override
	public Opinion of(Sample sample) throws IOException {
		Linted linted = lint(sample);
		List<Map<String, Object>> statements = linted.json().read("$[*]");
		Stream<String> rules = statements.stream()
			.filter((statement) -> !List.of("safe", "unknown").contains(statement.get("verdict")))
			.flatMap(ZdmLint::rules);
		Stream<String> rejected = (linted.status() == 2) ? Stream.of("rejected by the server") : Stream.empty();
		List<String> warnings = Stream.concat(rules, rejected).distinct().toList();
		boolean unknown = statements.stream().anyMatch((statement) -> statement.get("verdict").equals("unknown"));
		return (warnings.isEmpty() && unknown) ? Opinion.none("unknown") : Opinion.of(warnings);
	}

	/** What zdm-lint says that a script does to relations that are there before it. */
	Effect foretold(Sample sample) throws IOException {
		DocumentContext json = lint(sample).json();
		SortedMap<String, LockMode> locks = new TreeMap<>();
		for (Map<String, String> lock : json.<List<Map<String, String>>>read("$[*].locks[*]")) {
			LockMode mode = Locks.mode(lock.get("mode"));
			if (mode.compareTo(LockMode.ROW_EXCLUSIVE) > 0) {
				locks.merge(lock.get("relation"), mode, Locks::stronger);
			}
		}
		return new Effect(locks, relations(json, "rewrites"), relations(json, "scans"), relations(json, "builds"),
				new TreeSet<>(), new TreeSet<>(), null);
	}

	private static SortedSet<String> relations(DocumentContext json, String key) {
		return new TreeSet<>(json.<List<String>>read("$[*]." + key + "[*]"));
	}

	@SuppressWarnings("unchecked")
	private static Stream<String> rules(Map<String, Object> statement) {
		List<Map<String, String>> findings = (List<Map<String, String>>) statement.get("findings");
		String verdict = (String) statement.get("verdict");
		return findings.isEmpty() ? Stream.of(verdict)
				: findings.stream().map((finding) -> verdict + " " + finding.get("code"));
	}

	private Linted lint(Sample sample) throws IOException {
		Linted linted = this.known.get(sample);
		if (linted == null) {
			Path script = Files.writeString(NodeTools.FOLDER.resolve("V1__sample.sql"), sample.sql() + ";\n");
			linted = Linted.on("--format", "json", "--setup", Sample.SCHEMA.toString(), script.toString());
			this.known.put(sample, linted);
		}
		return linted;
	}

}
