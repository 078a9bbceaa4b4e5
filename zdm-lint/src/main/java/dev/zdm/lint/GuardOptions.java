package dev.zdm.lint;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.zdm.guard.GuardSettings;
import dev.zdm.guard.GuardSettings.Mode;
import dev.zdm.guard.GuardSettings.RuleMode;
import dev.zdm.guard.GuardSettings.Unknown;
import dev.zdm.guard.InvalidSettingException;
import dev.zdm.guard.RuleOverride;
import org.jspecify.annotations.Nullable;

/**
 * What the guard would be configured with: properties by their names below
 * {@code zdm.guard}, as {@link ConfigFile} gives them.
 */
final class GuardOptions {

	private static final Pattern NAME = Pattern.compile(
			"mode|startafter|smalltablerows|maxrows|unknown|rules\\.(?<rule>\\w+)|overrides\\[(?<index>\\d+)]\\.(?<part>\\w+)");

	private static final Set<String> PARTS = Set.of("rule", "table", "upto", "mode", "reason");

	private final Map<String, String> settings;

	private final Map<String, RuleMode> rules = new HashMap<>();

	private final Map<String, Map<String, String>> overrides = new LinkedHashMap<>();

	private GuardOptions(Map<String, String> settings) {
		this.settings = settings;
	}

	/**
	 * Makes the guard's settings.
	 * @throws UsageException if a property makes no sense
	 */
	static GuardSettings settings(Map<String, String> settings) {
		GuardOptions options = new GuardOptions(settings);
		settings.forEach(options::read);
		try {
			return options.settings();
		}
		catch (InvalidSettingException ex) {
			throw new UsageException(ex.getMessage());
		}
	}

	private void read(String name, String value) {
		Matcher matcher = NAME.matcher(name);
		String part = matcher.matches() ? matcher.group("part") : null;
		if (!matcher.matches() || (part != null && !PARTS.contains(part))) {
			throw new UsageException("There is no property zdm.guard." + name);
		}
		if (value.startsWith("${")) {
			throw new UsageException("zdm.guard." + name + " is " + value + ", which only the application can resolve");
		}
		if (matcher.group("rule") != null) {
			this.rules.put(matcher.group("rule").toUpperCase(Locale.ROOT),
					Choice.of("zdm.guard." + name, value, RuleMode.class));
		}
		else if (part != null) {
			this.overrides.computeIfAbsent(matcher.group("index"), (index) -> new HashMap<>()).put(part, value);
		}
	}

	private GuardSettings settings() {
		GuardSettings defaults = GuardSettings.defaults();
		return new GuardSettings(choice("mode", defaults.mode()), this.settings.get("startafter"),
				rows("smalltablerows", "small-table-rows", defaults.smallTableRows()), this.rules,
				choice("unknown", defaults.unknown()), overrides(), rows("maxrows", "max-rows", defaults.maxRows()));
	}

	private List<RuleOverride> overrides() {
		List<RuleOverride> made = new ArrayList<>();
		this.overrides.forEach((index, parts) -> {
			String mode = parts.get("mode");
			made.add(new RuleOverride(parts.get("rule"), parts.get("table"), parts.get("upto"),
					(mode != null) ? Choice.of("zdm.guard.overrides[" + index + "].mode", mode, RuleMode.class) : null,
					parts.get("reason")));
		});
		return made;
	}

	private long rows(String key, String name, long otherwise) {
		String rows = this.settings.get(key);
		if (rows != null && !rows.matches("\\d{1,18}")) {
			throw new UsageException("zdm.guard." + name + " needs a number, not " + rows);
		}
		return (rows != null) ? Long.parseLong(rows) : otherwise;
	}

	private <E extends Enum<E>> E choice(String name, E otherwise) {
		@Nullable String word = this.settings.get(name);
		return (word != null) ? Choice.of("zdm.guard." + name, word, otherwise.getDeclaringClass()) : otherwise;
	}

}
