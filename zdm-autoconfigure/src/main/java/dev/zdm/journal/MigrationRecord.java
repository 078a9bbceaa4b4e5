package dev.zdm.journal;

import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What the journal says about one DDL statement.
 *
 * @param id its number, growing with time
 * @param source who sent it, such as {@code flyway 3}
 * @param kind the command in capitals
 * @param relation the relation that it is about, or null when its text names none
 * @param sql its text without literals
 * @param verdict what was decided, in lower case
 * @param findings the codes of the rules that had something to say
 * @param outcome {@code running}, {@code done}, {@code failed}, {@code refused}, or
 * {@code interrupted} when the session that ran it is gone
 * @param attempts how many times its locks were asked for
 * @param lockWaitMillis how long it went without its locks, in milliseconds
 * @param blockers the sessions that were last seen in the way
 * @param error the failure or the refusal, or null
 * @param startedAt when it was judged
 * @param finishedAt when it ended, or null while it runs or if its process died
 * @param steps the steps that were run instead of it, in order
 */
public record MigrationRecord(long id, String source, String kind, @Nullable String relation, String sql,
		String verdict, List<String> findings, String outcome, int attempts, long lockWaitMillis, List<String> blockers,
		@Nullable String error, Instant startedAt, @Nullable Instant finishedAt, List<StepRecord> steps) {

	MigrationRecord with(List<StepRecord> ownSteps) {
		return new MigrationRecord(this.id, this.source, this.kind, this.relation, this.sql, this.verdict,
				this.findings, this.outcome, this.attempts, this.lockWaitMillis, this.blockers, this.error,
				this.startedAt, this.finishedAt, List.copyOf(ownSteps));
	}

	/**
	 * A step of a plan.
	 *
	 * @param sql its text without literals
	 * @param transaction {@code own} or {@code none}
	 * @param outcome {@code planned}, {@code running}, {@code done},
	 * {@code already done}, {@code failed} or {@code interrupted}
	 * @param startedAt when it began, or null when it has not
	 * @param finishedAt when it ended, or null when it has not
	 * @param progress how far it was when that was last asked of the server, or null
	 */
	public record StepRecord(String sql, String transaction, String outcome, @Nullable Instant startedAt,
			@Nullable Instant finishedAt, @Nullable String progress) {
	}

}
