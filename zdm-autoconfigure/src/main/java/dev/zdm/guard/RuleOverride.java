package dev.zdm.guard;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.StringJoiner;

import dev.zdm.guard.GuardSettings.RuleMode;
import dev.zdm.rule.Rules;
import dev.zdm.sql.MigrationVersion;
import dev.zdm.sql.QualifiedName;
import org.jspecify.annotations.Nullable;

/**
 * Another answer to the findings of a rule, about some tables, in old migrations, or to
 * what is all of these.
 *
 * @param rule the rule's code; null for every rule
 * @param table the tables as {@code schema.name} or {@code name}, with {@code *} for any
 * characters; null for all. A partition goes with its parent, an index with its table
 * @param upTo the last migration that it is for, compared as in
 * {@code zdm.guard.start-after}; null for all, and for statements of no migration
 * @param mode what to do
 * @param reason why, for those who read it later
 */
public record RuleOverride(@Nullable String rule, @Nullable String table, @Nullable String upTo, RuleMode mode,
		String reason) {

	/**
	 * The most precise last: that which says more of rule, table and version; of those
	 * that say as much, that with a table, with the longer pattern, without a pattern.
	 */
	static final Comparator<RuleOverride> BY_PRECISION = Comparator.comparingInt(RuleOverride::said)
		.thenComparingInt(RuleOverride::precision);

	private static final String PROPERTY = "zdm.guard.overrides";

	/**
	 * Creates an override.
	 * @throws InvalidSettingException if there is no such rule, if neither rule nor table
	 * is given, if the table's name makes no sense, or if there is no mode or reason
	 */
	public RuleOverride(@Nullable String rule, @Nullable String table, @Nullable String upTo, @Nullable RuleMode mode,
			@Nullable String reason) {
		String itself = describe(rule, table, upTo);
		this.rule = (rule != null) ? known(rule.strip().toUpperCase(Locale.ROOT), itself) : null;
		this.table = table;
		this.upTo = upTo;
		if (rule == null && table == null) {
			throw new InvalidSettingException(itself + " names neither a rule nor a table.",
					"Say what it is for, such as rule: ZDM010 or table: audit.*, or set zdm.guard.mode.");
		}
		if (table != null) {
			pattern(table, itself);
		}
		if (upTo != null && !MigrationVersion.isOne(upTo)) {
			throw new InvalidSettingException(itself + " has no version in up-to.",
					"Versions look like \"42\" or \"1.2\"; put them in quotes.");
		}
		if (mode == null) {
			throw new InvalidSettingException(itself + " has no mode.", "Say warn, off or refuse.");
		}
		this.mode = mode;
		if (reason == null || reason.isBlank()) {
			throw new InvalidSettingException(itself + " has no reason.",
					"Say why, for those who read it later: reason: \"…\"");
		}
		this.reason = reason;
	}

	private static String describe(@Nullable String rule, @Nullable String table, @Nullable String upTo) {
		StringJoiner said = new StringJoiner(", ", PROPERTY + " {", "}");
		add(said, "rule", rule);
		add(said, "table", table);
		add(said, "up-to", upTo);
		return said.toString();
	}

	private static void add(StringJoiner said, String name, @Nullable String value) {
		if (value != null) {
			said.add(name + ": " + value);
		}
	}

	private static String known(String code, String itself) {
		if (!Rules.codes().contains(code)) {
			throw new InvalidSettingException(itself + ": there is no rule " + code + ".", GuardSettings.knownRules());
		}
		return code;
	}

	private static TablePattern pattern(String table, String itself) {
		try {
			return TablePattern.of(table);
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidSettingException(itself + " names no table.",
					"Say schema.name or name, with * for any characters, such as audit.* or orders.");
		}
	}

	/** Whether it is for findings of a rule about what is known by these names. */
	boolean isFor(String code, Collection<QualifiedName> names, MigrationSource source) {
		boolean ruleFits = this.rule == null || this.rule.equals(code);
		boolean versionFits = this.upTo == null || source.isUpTo(this.upTo);
		return ruleFits && versionFits
				&& (this.table == null || names.stream().anyMatch(TablePattern.of(this.table)::matches));
	}

	private int said() {
		return ((this.rule != null) ? 1 : 0) + ((this.table != null) ? 1 : 0) + ((this.upTo != null) ? 1 : 0);
	}

	private int precision() {
		return (this.table != null) ? TablePattern.of(this.table).precision() : -1;
	}

}
