package dev.zdm.lint;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Replaces {@code ${x}}. What has no value stays as it is, since it may be text.
 *
 * @param values the values by name
 */
record Placeholders(Map<String, String> values) {

	private static final Pattern SHAPE = Pattern.compile("\\$\\{([^{}\\s]+)}");

	private static final Map<String, String> OF_FLYWAY = Map.of("flyway:defaultSchema", "public", "flyway:table",
			"flyway_schema_history", "flyway:timestamp", "2000-01-01 00:00:00");

	Placeholders {
		Map<String, String> all = new HashMap<>(OF_FLYWAY);
		all.putAll(values);
		values = Map.copyOf(all);
	}

	String replace(String text) {
		return SHAPE.matcher(text)
			.replaceAll((found) -> Matcher.quoteReplacement(this.values.getOrDefault(found.group(1), found.group())));
	}

	/** Whether a text has a placeholder without a value. */
	static boolean isIn(String text) {
		return SHAPE.matcher(text).find();
	}

}
