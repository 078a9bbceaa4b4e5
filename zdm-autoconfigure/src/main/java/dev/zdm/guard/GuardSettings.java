package dev.zdm.guard;

import java.util.List;
import java.util.Map;

import dev.zdm.rule.Rules;
import dev.zdm.sql.MigrationVersion;
import org.jspecify.annotations.Nullable;

/**
 * What the user wants of the guard.
 *
 * @param mode what to do with statements that would block others
 * @param startAfter migrations up to this version are run as they stand, or null
 * @param smallTableRows tables of at most this many rows (as estimated by PostgreSQL) are
 * too small to matter; 0 for none
 * @param rules what to do with the findings of single rules, by code
 * @param unknown what to do with DDL that is not understood
 * @param overrides other answers, for some tables or up to a version; of those that fit,
 * the most precise wins, of equally precise ones the last
 * @param maxRows how many rows one statement of a migration may write, as PostgreSQL
 * guesses; 0 for any number
 */
public record GuardSettings(Mode mode, @Nullable String startAfter, long smallTableRows, Map<String, RuleMode> rules,
		Unknown unknown, List<RuleOverride> overrides, long maxRows) {

	private static final long MAX_ROWS = 10_000;

	/**
	 * Creates settings.
	 * @throws InvalidSettingException if a rule's code does not exist, or the version is
	 * none
	 */
	public GuardSettings {
		rules = Map.copyOf(rules);
		overrides = List.copyOf(overrides);
		startAfter = (startAfter != null && startAfter.isBlank()) ? null : startAfter;
		if (startAfter != null && !MigrationVersion.isOne(startAfter)) {
			throw new InvalidSettingException("zdm.guard.start-after: '" + startAfter + "' is no version.",
					"Versions look like \"42\" or \"1.2\"; put them in quotes.");
		}
		List<String> codes = Rules.codes();
		for (String code : rules.keySet()) {
			if (!codes.contains(code)) {
				throw new InvalidSettingException("zdm.guard.rules." + code + ": there is no such rule.", knownRules());
			}
		}
	}

	/**
	 * Creates settings with which a statement of a migration may write 10,000 rows.
	 * @param mode see {@link #mode()}
	 * @param startAfter see {@link #startAfter()}
	 * @param smallTableRows see {@link #smallTableRows()}
	 * @param rules see {@link #rules()}
	 * @param unknown see {@link #unknown()}
	 * @param overrides see {@link #overrides()}
	 * @throws InvalidSettingException if a rule's code does not exist, or the version is
	 * none
	 */
	public GuardSettings(Mode mode, @Nullable String startAfter, long smallTableRows, Map<String, RuleMode> rules,
			Unknown unknown, List<RuleOverride> overrides) {
		this(mode, startAfter, smallTableRows, rules, unknown, overrides, MAX_ROWS);
	}

	static String knownRules() {
		return "Rules: " + String.join(", ", Rules.codes()) + ".";
	}

	/**
	 * The settings that hold when nothing is configured.
	 * @return rewrite what can be rewritten, refuse the rest, warn of the unknown
	 */
	public static GuardSettings defaults() {
		return new GuardSettings(Mode.REWRITE, null, 0, Map.of(), Unknown.WARN, List.of());
	}

	/**
	 * What to do with statements that would block others.
	 */
	public enum Mode {

		/** Run safe steps instead where there are any, else refuse. */
		REWRITE,
		/** Refuse, with the safe steps as a recipe. */
		REFUSE,
		/** Log what was found and run the statement with the lock ladder. */
		WARN,
		/** Look at nothing. */
		OFF

	}

	/**
	 * What to do with the findings of one rule.
	 */
	public enum RuleMode {

		/**
		 * As the guard's mode says: rewrite or refuse. Said of a rule that only remarks
		 * or warns, refuse.
		 */
		REFUSE,
		/** Log the finding and run the statement. */
		WARN,
		/** Say nothing. */
		OFF

	}

	/**
	 * What to do with DDL that is not understood.
	 */
	public enum Unknown {

		/** Log that, and run it with the lock ladder's timeouts. */
		WARN,
		/** Refuse it. */
		REFUSE

	}

}
