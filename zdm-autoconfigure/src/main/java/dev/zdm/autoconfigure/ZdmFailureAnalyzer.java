package dev.zdm.autoconfigure;

import dev.zdm.backfill.BackfillDefinitionException;
import dev.zdm.backfill.BackfillLockedException;
import dev.zdm.execute.LockNotAcquiredException;
import dev.zdm.guard.InvalidSettingException;
import dev.zdm.guard.StatementRefusedException;
import dev.zdm.journal.JournalSchemaException;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;

/**
 * Says what stopped the start and what to do, without a stack trace.
 */
final class ZdmFailureAnalyzer implements FailureAnalyzer {

	@Override
	public @Nullable FailureAnalysis analyze(Throwable failure) {
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			FailureAnalysis analysis = analysisOf(cause, failure);
			if (analysis != null) {
				return analysis;
			}
		}
		return null;
	}

	private static @Nullable FailureAnalysis analysisOf(Throwable cause, Throwable failure) {
		if (cause instanceof StatementRefusedException refused) {
			return new FailureAnalysis(
					"A migration was refused, because it would stop those who use the database:\n\n    "
							+ refused.sql().replace("\n", "\n    ") + "\n\n" + refused.reason(),
					refused.recipe(), failure);
		}
		if (cause instanceof InvalidSettingException setting) {
			return new FailureAnalysis("zdm cannot be configured like this.\n\n" + setting.problem(), setting.action(),
					failure);
		}
		if (cause instanceof LockNotAcquiredException locked) {
			return new FailureAnalysis("A migration could not get its lock.\n\n" + locked.getMessage(),
					"End the sessions that are in the way, or let them end, and start again. Nothing was half done: the "
							+ "migration goes on where it stopped.",
					failure);
		}
		if (cause instanceof JournalSchemaException schema) {
			return new FailureAnalysis("zdm could not create its tables in schema zdm.",
					String.valueOf(schema.getMessage()), failure);
		}
		if (cause instanceof BackfillLockedException locked) {
			return new FailureAnalysis("A backfill could not be checked.\n\n" + locked.getMessage(),
					"End the sessions that are in the way, or let them end, and start again. Nothing was begun.",
					failure);
		}
		if (cause instanceof BackfillDefinitionException backfill) {
			return new FailureAnalysis("A backfill cannot be run.\n\n" + backfill.getMessage(),
					"Correct its definition, the bean or zdm.backfills in the configuration. No row was touched.",
					failure);
		}
		return null;
	}

}
