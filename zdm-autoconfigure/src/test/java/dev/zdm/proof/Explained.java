package dev.zdm.proof;

import java.util.List;
import java.util.regex.Pattern;

/**
 * Cases in which zdm and the server are known to disagree, and why that stays so. One
 * that agrees after all fails the proof.
 *
 * @param statement what the statement looks like, as a regular expression for all of it
 * @param versions the major versions of the server on which it is so
 * @param reason why
 */
record Explained(Pattern statement, List<Integer> versions, String reason) {

	private static final List<Explained> ALL = List.of();

	/** Those for a major version of the server. */
	static List<Explained> in(int version) {
		return ALL.stream().filter((explained) -> explained.versions.contains(version)).toList();
	}

	boolean covers(Outcome outcome) {
		return this.statement.matcher(outcome.proofCase().sql()).matches();
	}

}
