package dev.zdm.proof;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * All cases.
 */
final class CaseTable {

	/** {@code -Dzdm.proof.only=drop} tries those cases only that hold the expression. */
	private static final Pattern ONLY = Pattern.compile(System.getProperty("zdm.proof.only", ""));

	private CaseTable() {
	}

	/**
	 * The cases for a server; no statement is there twice.
	 * @param version the server's major version
	 */
	static List<ProofCase> cases(int version) {
		List<ProofCase> cases = new ArrayList<>();
		for (String line : Resource.lines("each-table.sql")) {
			for (TableKind kind : TableKind.values()) {
				cases.add(new ProofCase(line, kind.fill(line)));
			}
		}
		Resource.lines("single.sql").forEach((line) -> cases.add(new ProofCase(line, line)));
		if (version >= 18) {
			Resource.lines("single-18.sql").forEach((line) -> cases.add(new ProofCase(line, line)));
		}
		cases.addAll(TypePairs.cases());
		Map<String, ProofCase> distinct = new LinkedHashMap<>();
		cases.stream()
			.filter((proofCase) -> ONLY.matcher(proofCase.sql()).find())
			.forEach((proofCase) -> distinct.putIfAbsent(proofCase.sql(), proofCase));
		return List.copyOf(distinct.values());
	}

}
