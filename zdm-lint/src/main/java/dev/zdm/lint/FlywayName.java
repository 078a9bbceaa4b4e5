package dev.zdm.lint;

import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.zdm.sql.MigrationVersion;
import org.jspecify.annotations.Nullable;

/**
 * The name of a script by Flyway's default naming.
 *
 * @param prefix V, B, U or R
 * @param version the version, or null for a repeatable script
 * @param description what stands behind the separator
 */
record FlywayName(char prefix, @Nullable MigrationVersion version, String description) {

	private static final Pattern VERSIONED = Pattern
		.compile("([VBU])(" + MigrationVersion.SHAPE + ")(?:__(.*))?\\.sql");

	private static final Pattern REPEATABLE = Pattern.compile("R__(.*)\\.sql");

	static @Nullable FlywayName of(Path file) {
		String name = file.getFileName().toString();
		Matcher versioned = VERSIONED.matcher(name);
		if (versioned.matches()) {
			String description = versioned.group(3);
			return new FlywayName(versioned.group(1).charAt(0), MigrationVersion.of(versioned.group(2)),
					(description != null) ? description : "");
		}
		Matcher repeatable = REPEATABLE.matcher(name);
		return repeatable.matches() ? new FlywayName('R', null, repeatable.group(1)) : null;
	}

}
