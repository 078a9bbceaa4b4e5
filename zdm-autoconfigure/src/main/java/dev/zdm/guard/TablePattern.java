package dev.zdm.guard;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.zdm.sql.QualifiedName;

/**
 * Tables as the user names them: {@code schema.name}, or {@code name} in any schema, with
 * {@code *} for any characters. As in SQL, what is not in double quotes is folded to
 * lower case.
 */
final class TablePattern {

	private static final Pattern PART = Pattern.compile("\"((?:[^\"]|\"\")+)\"|([^.\"]+)");

	private final List<Pattern> parts;

	private final boolean exact;

	private final int letters;

	private TablePattern(List<Pattern> parts, boolean exact, int letters) {
		this.parts = parts;
		this.exact = exact;
		this.letters = letters;
	}

	/**
	 * Reads a pattern.
	 * @throws IllegalArgumentException if it is none
	 */
	static TablePattern of(String text) {
		List<Pattern> parts = new ArrayList<>();
		boolean exact = true;
		Matcher part = PART.matcher(text.strip());
		int end = 0;
		while (part.lookingAt()) {
			boolean quoted = part.group(1) != null;
			parts.add(quoted ? Pattern.compile(Pattern.quote(part.group(1).replace("\"\"", "\"")))
					: wildcards(part.group(2).toLowerCase(Locale.ROOT)));
			exact = exact && (quoted || part.group(2).indexOf('*') < 0);
			end = part.end();
			if (end == part.regionEnd() || text.strip().charAt(end) != '.') {
				break;
			}
			part.region(end + 1, part.regionEnd());
		}
		if (end != text.strip().length() || parts.isEmpty() || parts.size() > 2) {
			throw new IllegalArgumentException(text);
		}
		return new TablePattern(List.copyOf(parts), exact, text.replace("*", "").length());
	}

	private static Pattern wildcards(String text) {
		StringBuilder regex = new StringBuilder();
		for (String literal : text.split("((?<=\\*)|(?=\\*))")) {
			regex.append(literal.equals("*") ? ".*" : Pattern.quote(literal));
		}
		return Pattern.compile(regex.toString(), Pattern.DOTALL);
	}

	boolean matches(QualifiedName name) {
		String schema = name.schema();
		return this.parts.get(this.parts.size() - 1).matcher(name.name()).matches()
				&& (this.parts.size() == 1 || (schema != null && this.parts.get(0).matcher(schema).matches()));
	}

	/** The greater, the fewer tables are meant. */
	int precision() {
		return this.exact ? Integer.MAX_VALUE : this.letters;
	}

}
