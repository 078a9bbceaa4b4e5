package dev.zdm.autoconfigure;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

import dev.zdm.guard.GuardSettings;
import dev.zdm.guard.GuardSettings.Mode;
import dev.zdm.guard.GuardSettings.RuleMode;
import dev.zdm.guard.GuardSettings.Unknown;
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
 */
@ConfigurationProperties("zdm.guard")
public record GuardProperties(@DefaultValue("rewrite") Mode mode, @Nullable String startAfter,
		@DefaultValue("0") long smallTableRows, @DefaultValue Map<String, RuleMode> rules,
		@DefaultValue("warn") Unknown unknown) {

	GuardSettings toSettings() {
		Map<String, RuleMode> byCode = new TreeMap<>();
		this.rules.forEach((code, ruleMode) -> byCode.put(code.toUpperCase(Locale.ROOT), ruleMode));
		return new GuardSettings(this.mode, this.startAfter, this.smallTableRows, byCode, this.unknown);
	}

}
