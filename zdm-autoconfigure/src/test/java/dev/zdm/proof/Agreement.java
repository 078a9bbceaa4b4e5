package dev.zdm.proof;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

import dev.zdm.proof.Effects.Aspect;

/**
 * How far zdm and the server agree, as text.
 *
 * @param proof what was tried
 */
record Agreement(Proof proof) {

	private static final String COLUMNS = "%-8s %6s %6s %8s %6s %6s %6s%n";

	/** The table by rule, and what disagrees, the most frequent first. */
	String text() {
		StringBuilder text = new StringBuilder("PostgreSQL %d%n%n".formatted(this.proof.version()));
		text.append(COLUMNS.formatted("rule", "cases", "locks", "rewrites", "scans", "builds", "all"));
		byRule().forEach((code, outcomes) -> text.append(line(code, outcomes)));
		text.append(line("total", this.proof.outcomes()));
		text.append("%nNot accepted by the server, and so left out: %d%n".formatted(this.proof.rejected().size()));
		for (Explained explained : Explained.in(this.proof.version())) {
			text.append("Explained: %s: %s%n".formatted(explained.statement(), explained.reason()));
		}
		disagreements().forEach((line) -> text.append(line).append(System.lineSeparator()));
		return text.toString();
	}

	private Map<String, List<Outcome>> byRule() {
		Map<String, List<Outcome>> byRule = new TreeMap<>();
		for (Outcome outcome : this.proof.outcomes()) {
			List<String> codes = outcome.foretold().codes();
			(codes.isEmpty() ? List.of("none") : codes)
				.forEach((code) -> byRule.computeIfAbsent(code, (key) -> new ArrayList<>()).add(outcome));
		}
		return byRule;
	}

	private static String line(String code, List<Outcome> outcomes) {
		return COLUMNS.formatted(code, outcomes.size(), agreeing(outcomes, Aspect.LOCKS),
				agreeing(outcomes, Aspect.REWRITES), agreeing(outcomes, Aspect.SCANS),
				agreeing(outcomes, Aspect.BUILDS), outcomes.stream().filter(Outcome::agrees).count());
	}

	private static long agreeing(List<Outcome> outcomes, Aspect aspect) {
		return outcomes.stream().filter((outcome) -> outcome.agrees(aspect)).count();
	}

	private List<String> disagreements() {
		Map<String, List<Outcome>> groups = this.proof.outcomes()
			.stream()
			.filter((outcome) -> !outcome.agrees())
			.collect(Collectors.groupingBy((outcome) -> outcome.proofCase().group()));
		List<String> lines = new ArrayList<>();
		groups.entrySet()
			.stream()
			.sorted(Comparator.comparingInt((Map.Entry<String, List<Outcome>> group) -> -group.getValue().size())
				.thenComparing(Map.Entry::getKey))
			.forEach((group) -> {
				lines.add("");
				lines.add("%d x %s".formatted(group.getValue().size(), group.getKey()));
				group.getValue().forEach((outcome) -> outcome.lines().forEach((line) -> lines.add("  " + line)));
			});
		return lines;
	}

}
