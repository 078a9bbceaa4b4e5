package dev.zdm.rule;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.zdm.catalog.Dependent;

/**
 * The statement that drops one thing by its name.
 */
final class DropCommand {

	private static final String NAME = "(\"(?:[^\"]|\"\")+\"|[^\".\\s]+)";

	private static final Pattern COLUMN = Pattern.compile("(?:for )?(.+)\\." + NAME);

	private static final Pattern ON = Pattern.compile(NAME + " on (.+)");

	private static final Set<String> BY_TYPE = Set.of("table", "view", "materialized view", "foreign table", "sequence",
			"function", "procedure", "aggregate", "type", "trigger", "rule", "policy", "schema", "extension", "server",
			"operator", "publication");

	private DropCommand() {
	}

	/** The statement; empty for what cannot be dropped by itself. */
	static Optional<String> of(Dependent gone) {
		return switch (gone.type()) {
			case "table column" -> matched(COLUMN, gone, "ALTER TABLE %1$s DROP COLUMN %2$s;");
			case "default value" -> matched(COLUMN, gone, "ALTER TABLE %1$s ALTER COLUMN %2$s DROP DEFAULT;");
			case "table constraint" -> matched(ON, gone, "ALTER TABLE %2$s DROP CONSTRAINT %1$s;");
			case "domain constraint" -> matched(ON, gone, "ALTER DOMAIN %2$s DROP CONSTRAINT %1$s;");
			case "index" -> Optional.of("DROP INDEX CONCURRENTLY " + gone.identity() + ";");
			case "statistics object" -> Optional.of("DROP STATISTICS " + gone.identity() + ";");
			default -> BY_TYPE.contains(gone.type())
					? Optional.of("DROP " + gone.type().toUpperCase(Locale.ROOT) + " " + gone.identity() + ";")
					: Optional.empty();
		};
	}

	private static Optional<String> matched(Pattern pattern, Dependent gone, String sql) {
		Matcher matcher = pattern.matcher(gone.identity());
		return matcher.matches() ? Optional.of(sql.formatted(matcher.group(1), matcher.group(2))) : Optional.empty();
	}

}
