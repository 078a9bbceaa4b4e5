package dev.zdm.proof;

import java.sql.SQLWarning;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * What the server said at {@code DEBUG1} about rows that it checked.
 *
 * @param verified the tables whose rows were read to check them, by name without schema
 * @param keys the foreign keys that were validated, by name
 */
record Messages(Set<String> verified, Set<String> keys) {

	private static final Pattern VERIFYING = Pattern.compile("verifying table \"(.*)\"");

	private static final Pattern VALIDATING = Pattern.compile("validating foreign key constraint \"(.*)\"");

	static Messages of(@Nullable SQLWarning first) {
		Set<String> verified = new HashSet<>();
		Set<String> keys = new HashSet<>();
		for (SQLWarning warning = first; warning != null; warning = warning.getNextWarning()) {
			collect(VERIFYING, warning.getMessage(), verified);
			collect(VALIDATING, warning.getMessage(), keys);
		}
		return new Messages(verified, keys);
	}

	private static void collect(Pattern pattern, String message, Set<String> names) {
		Matcher matcher = pattern.matcher(message);
		if (matcher.matches()) {
			names.add(matcher.group(1));
		}
	}

}
