package dev.zdm.autoconfigure;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

import dev.zdm.guard.GuardSettings;
import dev.zdm.guard.GuardSettings.Mode;
import dev.zdm.guard.GuardSettings.RuleMode;
import dev.zdm.guard.GuardSettings.Unknown;
import dev.zdm.guard.RuleOverride;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Properties of the guard.
 *
 * @param mode What to do with statements that would block others.
 * @param startAfter Migrations up to this version are run as they stand.
 * @param smallTableRows Tables of at most this many rows are too small to matter; 0 for
 * none.
 * @param rules What to do with the findings of single rules, by code.
 * @param unknown What to do with DDL that is not understood.
 * @param overrides Other answers to findings, for single tables or for migrations up to a
 * version. The most precise wins.
 * @param maxRows Number of rows, as PostgreSQL guesses, that one statement of a migration
 * may write; 0 for any number.
 */
@ConfigurationProperties("zdm.guard")
public record GuardProperties(@DefaultValue("rewrite") Mode mode, @Nullable String startAfter,
		@DefaultValue("0") long smallTableRows, @DefaultValue Map<String, RuleMode> rules,
		@DefaultValue("warn") Unknown unknown, @DefaultValue List<OverrideProperties> overrides,
		@DefaultValue("10000") long maxRows) {

	GuardSettings toSettings() {
		Map<String, RuleMode> byCode = new TreeMap<>();
		this.rules.forEach((code, ruleMode) -> byCode.put(code.toUpperCase(Locale.ROOT), ruleMode));
		return new GuardSettings(this.mode, this.startAfter, this.smallTableRows, byCode, this.unknown,
				this.overrides.stream().map(OverrideProperties::toRuleOverride).toList(), this.maxRows);
	}

	/**
	 * Another answer to findings.
	 *
	 * @param rule Code of the rule that it is for; all rules when left out.
	 * @param table Tables that it is for, as schema.name or name, with * for any
	 * characters; all tables when left out.
	 * @param upTo Last migration that it is for; all when left out.
	 * @param mode What to do.
	 * @param reason Why, for those who read it later.
	 */
	public record OverrideProperties(@Nullable String rule, @Nullable String table, @Nullable String upTo,
			@Nullable RuleMode mode, @Nullable String reason) {

		RuleOverride toRuleOverride() {
			return new RuleOverride(this.rule, this.table, this.upTo, this.mode, this.reason);
		}

	}

}
