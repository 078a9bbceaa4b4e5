package dev.zdm.throttle;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Remembers replicas beyond the life of a process. Not safe for several threads.
 */
final class ReplicaMemory {

	private final ExpectedReplicas expected;

	private final ReplicaTable table = new ReplicaTable();

	private boolean read;

	ReplicaMemory(Duration forgetAfter) {
		this.expected = new ExpectedReplicas(forgetAfter);
	}

	Set<String> names() {
		return this.expected.names();
	}

	/**
	 * Takes note of the replicas that are there, and says which of those that should be
	 * there are not. While one is missing the table is read each time, so that a row that
	 * somebody deletes there is forgotten here.
	 */
	List<ReplicaState> missing(Round round, Map<String, Integer> present, Instant now, Set<String> ignored)
			throws SQLException {
		boolean kept = this.table.exists(round);
		if (kept && (!this.read || !this.expected.missing(present).isEmpty())) {
			this.expected.replaceBy(this.table.read(round));
			this.read = true;
		}
		List<String> replaced = this.expected.replace(present);
		if (kept && !replaced.isEmpty()) {
			this.table.delete(round, replaced);
		}
		List<ExpectedReplicas.Seen> news = this.expected.note(present, now);
		if (kept && !news.isEmpty()) {
			this.table.write(round, news);
		}
		return this.expected.missing(present)
			.stream()
			.filter((name) -> !ignored.contains(name))
			.map((name) -> ReplicaState.unknown(name, "gone", reason(name, kept)))
			.toList();
	}

	/**
	 * Makes replicas report by giving them something to replay: one that is behind an
	 * idle primary reports every ten seconds only.
	 */
	void nudge(Round round, Set<String> names) throws SQLException {
		if (!names.isEmpty() && this.table.exists(round)) {
			this.table.touch(round, names);
		}
	}

	private static String reason(String name, boolean kept) {
		String delete = kept ? "run: delete from zdm.replica where name = '%s', or ".formatted(name.replace("'", "''"))
				: "";
		return "was connected before and is not now; if it is not to come back, %sadd it to zdm.throttle.replica-lag.ignore"
			.formatted(delete);
	}

}
