package dev.zdm.proof;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What became of an operation on one version of the server. It is kept as text, a line
 * for each fact, so that a page can be made of the results of all versions.
 *
 * @param sql the statement
 * @param verdict what the guard did with it, and the rules' codes
 * @param alone what the statement does when it is run as it stands
 * @param steps what the guard ran instead, and the locks of each
 * @param wayOut what it said is to be done instead, when it refused
 */
record OperationResult(String sql, String verdict, String alone, List<Step> steps, List<String> wayOut) {

	private static final String VERDICT = "  zdm: ";

	private static final String ALONE = "  alone: ";

	private static final String STEP = "  step: ";

	private static final String LOCKS = "  locks: ";

	private static final String WAY_OUT = "  way out: ";

	OperationResult {
		steps = List.copyOf(steps);
		wayOut = List.copyOf(wayOut);
	}

	String text() {
		List<String> lines = new ArrayList<>(List.of(this.sql, VERDICT + this.verdict, ALONE + this.alone));
		this.steps.forEach((step) -> lines.addAll(List.of(STEP + step.sql(), LOCKS + step.locks())));
		this.wayOut.forEach((line) -> lines.add(WAY_OUT + line));
		return String.join("\n", lines) + "\n";
	}

	/** Reads what {@link #text()} wrote. */
	static Map<String, OperationResult> parse(List<String> lines) {
		Map<String, OperationResult> results = new LinkedHashMap<>();
		List<String> block = new ArrayList<>();
		for (String line : lines) {
			if (!line.startsWith("  ") && !block.isEmpty()) {
				results.put(block.get(0), of(block));
				block.clear();
			}
			block.add(line);
		}
		if (!block.isEmpty()) {
			results.put(block.get(0), of(block));
		}
		return results;
	}

	private static OperationResult of(List<String> block) {
		List<String> steps = values(block, STEP);
		List<String> locks = values(block, LOCKS);
		List<Step> paired = new ArrayList<>();
		for (int i = 0; i < steps.size(); i++) {
			paired.add(new Step(steps.get(i), locks.get(i)));
		}
		return new OperationResult(block.get(0), values(block, VERDICT).get(0), values(block, ALONE).get(0), paired,
				values(block, WAY_OUT));
	}

	private static List<String> values(List<String> block, String key) {
		return block.stream()
			.filter((line) -> line.startsWith(key))
			.map((line) -> line.substring(key.length()))
			.toList();
	}

	/**
	 * A step of a plan.
	 *
	 * @param sql its statement
	 * @param locks the locks that the server showed while it ran
	 */
	record Step(String sql, String locks) {
	}

}
