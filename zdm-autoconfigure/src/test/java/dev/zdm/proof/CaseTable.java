package dev.zdm.proof;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * All cases.
 */
final class CaseTable {

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
		cases.forEach((proofCase) -> distinct.putIfAbsent(proofCase.sql(), proofCase));
		return List.copyOf(distinct.values());
	}

}
