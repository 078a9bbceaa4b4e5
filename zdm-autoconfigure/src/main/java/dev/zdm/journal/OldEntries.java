package dev.zdm.journal;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;

/**
 * Forgets the journal's old entries, a thousand in a transaction, so that nobody who
 * writes to the journal waits long.
 */
final class OldEntries {

	private static final int BATCH = 1000;

	/** So that no start takes forever; the next one goes on. */
	private static final int BATCHES = 100;

	/**
	 * The newest run of a plan that is not done is what the next run goes on from. Who is
	 * locked is being forgotten by another instance.
	 */
	static final String PRUNE = """
			delete from zdm.migration where id in (
			    select m.id from zdm.migration m
			    where m.started_at < now() - ? * interval '1 second' and m.outcome <> 'running'
			    and (m.verdict <> 'rewrite' or m.outcome = 'done' or exists (
			        select from zdm.migration newer where newer.fingerprint = m.fingerprint and newer.source = m.source
			        and newer.verdict = 'rewrite' and newer.id > m.id))
			    order by m.id limit 1000 for update skip locked)
			""";

	private OldEntries() {
	}

	static int prune(PreparedStatement prune, Duration keep) throws SQLException {
		prune.setDouble(1, keep.toSeconds());
		int forgotten = 0;
		for (int i = 0; i < BATCHES; i++) {
			int rows = prune.executeUpdate();
			forgotten += rows;
			if (rows < BATCH) {
				break;
			}
		}
		return forgotten;
	}

}
