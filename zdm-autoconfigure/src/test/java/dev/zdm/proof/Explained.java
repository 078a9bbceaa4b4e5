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

	private static final List<Integer> ALWAYS = List.of(15, 16, 17, 18);

	private static final List<Explained> ALL = List.of(
			of("alter table .* add new1 int default nextval\\('free_seq'\\)", ALWAYS,
					"nextval in a default that is run for rows takes ROW EXCLUSIVE on its sequence; nobody who reads, "
							+ "writes or takes a number waits for that, and a twin without rows does not run it"),
			of("alter table (range_t|list_t) alter constraint \\w+_fk not deferrable", List.of(18),
					"nothing changes, and 18 sees that before it goes on to the partitions; said is the worst case"),
			of("alter table phub detach partition phub_2", ALWAYS,
					"the query that looks for references to the partition reads the referring table by whatever plan"),
			of("alter table parent_t add new1 int constraint new1_named check \\(new1 > 0\\) no inherit", ALWAYS,
					"the NO INHERIT of a column's own check is not kept, so that its heirs count as read too"),
			of("create foreign table new1 partition of .*", ALWAYS,
					"a foreign table has no twin, so that nothing is asked about the default partition"),
			of("do 'begin (if exists|update) .*", ALWAYS, "what the block's own queries read and write is not judged"));

	private static Explained of(String statement, List<Integer> versions, String reason) {
		return new Explained(Pattern.compile(statement), versions, reason);
	}

	/** Those for a major version of the server. */
	static List<Explained> in(int version) {
		return ALL.stream().filter((explained) -> explained.versions.contains(version)).toList();
	}

	boolean covers(Outcome outcome) {
		return this.statement.matcher(outcome.proofCase().sql()).matches();
	}

}
