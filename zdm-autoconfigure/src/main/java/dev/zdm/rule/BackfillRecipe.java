package dev.zdm.rule;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import dev.zdm.sql.Dml;
import dev.zdm.sql.PlainChange;

/**
 * Writes the definition of a backfill that does what a statement does.
 */
final class BackfillRecipe {

	/** What a property's name may be without brackets. */
	private static final Pattern PLAIN_KEY = Pattern.compile("[a-z0-9_]+");

	private BackfillRecipe() {
	}

	static String of(Dml dml) {
		Optional<PlainChange> change = PlainChange.of(dml);
		if (change.isEmpty()) {
			return "Write them in small batches: by a backfill, a bean of type dev.zdm.backfill.Backfill or under "
					+ "zdm.backfills, or by the application's own code, each batch in a transaction of its own. Then take "
					+ "the statement out of the migration.";
		}
		String name = name(change.get());
		return "Take it out of the migration, and declare a backfill, which does it in small batches once the "
				+ "application is up:\n  zdm.backfills." + name + ": " + definition(change.get())
				+ "\nWhat must not run before that is done says so on the line before it:\n  -- zdm:requires backfill "
				+ name;
	}

	private static String definition(PlainChange change) {
		StringBuilder yaml = new StringBuilder("{table: ").append(quoted(change.table().toString()));
		if (change.sets().isEmpty()) {
			yaml.append(", delete: true");
		}
		else {
			yaml.append(change.sets()
				.entrySet()
				.stream()
				.map((set) -> key(set) + ": " + quoted(set.getValue()))
				.collect(Collectors.joining(", ", ", set: {", "}")));
		}
		String where = (change.where() == null && change.sets().isEmpty()) ? "true" : change.where();
		if (where != null) {
			yaml.append(", where: ").append(quoted(where));
		}
		return yaml.append('}').toString();
	}

	private static String name(PlainChange change) {
		String what = change.sets().isEmpty() ? "delete" : change.sets().keySet().iterator().next();
		String plain = (change.table().name() + '-' + what).toLowerCase(Locale.ROOT)
			.replaceAll("[^a-z0-9]+", "-")
			.replaceAll("^-|-$", "");
		return plain.isEmpty() ? "rows" : plain.substring(0, Math.min(63, plain.length()));
	}

	private static String key(Map.Entry<String, String> set) {
		return PLAIN_KEY.matcher(set.getKey()).matches() ? set.getKey() : quoted('[' + set.getKey() + ']');
	}

	private static String quoted(String value) {
		return '"' + value.replace("\\", "\\\\")
			.replace("\"", "\\\"")
			.replace("\t", "\\t")
			.replace("\r", "\\r")
			.replace("\n", "\\n") + '"';
	}

}
