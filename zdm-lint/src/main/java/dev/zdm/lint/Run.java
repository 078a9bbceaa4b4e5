package dev.zdm.lint;

import java.time.Duration;
import java.util.List;

import dev.zdm.guard.Judge.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * What came out of a replay.
 *
 * @param statements what was judged, in order
 * @param migrations how many migrations were run
 * @param rejection the end of the replay, or null when it came to its own
 * @param server the server's version, such as 18.6
 * @param time how long it took, start of the server included
 */
record Run(List<JudgedStatement> statements, int migrations, @Nullable ScriptRejectedException rejection, String server,
		Duration time) {

	Run {
		statements = List.copyOf(statements);
	}

	long count(Outcome outcome) {
		return this.statements.stream().filter((statement) -> statement.outcome() == outcome).count();
	}

}
