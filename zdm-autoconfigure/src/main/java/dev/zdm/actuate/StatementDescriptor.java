package dev.zdm.actuate;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import dev.zdm.journal.MigrationRecord;
import org.jspecify.annotations.Nullable;

/**
 * A DDL statement, as the endpoint shows it.
 *
 * @param id its number in the journal, growing with time
 * @param source who sent it, such as {@code flyway 3}
 * @param kind the command in capitals
 * @param relation the relation that it is about, or null when its text names none
 * @param sql its text without literals
 * @param verdict what was decided
 * @param findings the codes of the rules that had something to say
 * @param outcome {@code running}, {@code done}, {@code failed}, {@code refused}, or
 * {@code interrupted} when the session that ran it is gone
 * @param attempts how many times its locks were asked for
 * @param lockWait how long it went without its locks
 * @param blockers the sessions that were last seen in the way
 * @param error the failure or the refusal, or null
 * @param startedAt when it was judged
 * @param finishedAt when it ended, or null while it runs or if its process died
 * @param steps the steps that were run instead of it, in order
 */
public record StatementDescriptor(long id, String source, String kind, @Nullable String relation, String sql,
		String verdict, List<String> findings, String outcome, int attempts, Duration lockWait, List<String> blockers,
		@Nullable String error, Instant startedAt, @Nullable Instant finishedAt, List<StepDescriptor> steps) {

	static StatementDescriptor of(MigrationRecord statement) {
		return new StatementDescriptor(statement.id(), statement.source(), statement.kind(), statement.relation(),
				statement.sql(), statement.verdict(), statement.findings(), statement.outcome(), statement.attempts(),
				Duration.ofMillis(statement.lockWaitMillis()), statement.blockers(), statement.error(),
				statement.startedAt(), statement.finishedAt(),
				statement.steps().stream().map(StepDescriptor::of).toList());
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
	public record StepDescriptor(String sql, String transaction, String outcome, @Nullable Instant startedAt,
			@Nullable Instant finishedAt, @Nullable String progress) {

		static StepDescriptor of(MigrationRecord.StepRecord step) {
			return new StepDescriptor(step.sql(), step.transaction(), step.outcome(), step.startedAt(),
					step.finishedAt(), step.progress());
		}

	}

}
