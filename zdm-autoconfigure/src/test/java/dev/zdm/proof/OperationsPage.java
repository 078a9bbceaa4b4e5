package dev.zdm.proof;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import dev.zdm.operation.Operation;
import dev.zdm.operation.Operations;

/**
 * The page of all operations, made of what each version of the server did.
 *
 * @param results the results by version, each by statement
 */
record OperationsPage(SortedMap<Integer, Map<String, OperationResult>> results) {

	private static final Pattern CODE = Pattern.compile("ZDM\\d{3}");

	private static final String RULES = "../zdm-autoconfigure/src/main/resources/dev/zdm/rule/";

	private static final String HEADER = """

			## %s
			| what | zdm | as it stands | what zdm runs or advises instead |
			|---|---|---|---|
			""";

	/** The page as Markdown. */
	String markdown() {
		StringBuilder page = new StringBuilder(Resource.text("/dev/zdm/operation/head.md"));
		String heading = "";
		for (Operation operation : Operations.all()) {
			if (!operation.heading().equals(heading)) {
				heading = operation.heading();
				page.append(HEADER.formatted(heading));
			}
			page.append(row(operation));
		}
		Set<String> codes = new TreeSet<>();
		CODE.matcher(page).results().map(MatchResult::group).forEach(codes::add);
		page.append("\n");
		codes.forEach((code) -> page.append("[%1$s]: %2$s%1$s/page.md%n".formatted(code, RULES)));
		return page.toString();
	}

	private String row(Operation operation) {
		Map<Integer, OperationResult> byVersion = new LinkedHashMap<>();
		this.results.forEach((version, all) -> {
			if (all.containsKey(operation.sql())) {
				byVersion.put(version, all.get(operation.sql()));
			}
		});
		String since = (operation.since() > 0) ? " (from " + operation.since() + " on)" : "";
		return "| " + operation.title() + since + "<br>" + code(operation.sql()) + " | "
				+ merged(byVersion,
						(result) -> CODE.matcher(result.verdict()).replaceAll((code) -> "[" + code.group() + "]"))
				+ " | " + merged(byVersion, OperationResult::alone) + " | " + merged(byVersion, OperationsPage::instead)
				+ " |\n";
	}

	private static String instead(OperationResult result) {
		List<String> lines = new ArrayList<>();
		result.steps().forEach((step) -> lines.add(code(step.sql()) + " (" + step.locks() + ")"));
		result.wayOut().forEach((line) -> lines.add(line.startsWith("  ") ? code(line.strip()) : escaped(line)));
		return String.join("<br>", lines);
	}

	/** One text where all versions agree, else one for each that differs. */
	private static String merged(Map<Integer, OperationResult> byVersion, Function<OperationResult, String> cell) {
		Map<String, List<Integer>> versions = new LinkedHashMap<>();
		byVersion.forEach((version, result) -> versions.computeIfAbsent(cell.apply(result), (text) -> new ArrayList<>())
			.add(version));
		if (versions.size() == 1) {
			return versions.keySet().iterator().next();
		}
		return versions.entrySet()
			.stream()
			.map((entry) -> "**" + range(entry.getValue()) + ":** " + (entry.getKey().isEmpty() ? "–" : entry.getKey()))
			.collect(Collectors.joining("<br>"));
	}

	private static String range(Collection<Integer> versions) {
		return versions.stream().map(String::valueOf).collect(Collectors.joining(", "));
	}

	private static String code(String sql) {
		return "`" + escaped(sql) + "`";
	}

	private static String escaped(String text) {
		return text.replace("|", "\\|");
	}

}
