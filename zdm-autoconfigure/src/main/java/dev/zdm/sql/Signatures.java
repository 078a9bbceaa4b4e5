package dev.zdm.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Reads by which types of arguments a {@code DROP} tells functions of one name apart.
 */
public final class Signatures {

	private static final Pattern PLAIN_TYPE = Pattern
		.compile("([a-z_][a-z0-9_$]*|\"[^\"]+\")(\\.([a-z_][a-z0-9_$]*|\"[^\"]+\"))?( ?\\([0-9, ]+\\))?( ?\\[ ?\\])*");

	private static final Pattern LONG_TYPE = Pattern
		.compile("(double precision|((national )?character|national char|bit) varying( ?\\([0-9]+\\))?|"
				+ "(time|timestamp)( ?\\([0-9]\\))? with(out)? time zone)( ?\\[ ?\\])*");

	private static final Set<String> MODES = Set.of("in", "inout", "variadic");

	private Signatures() {
	}

	/**
	 * The types of arguments behind each name.
	 * @param drop a {@code DROP} of functions, procedures or aggregates
	 * @return for each name the types of its arguments that are not only results, as they
	 * were written; empty where none are given or they are not understood
	 */
	public static List<Optional<List<String>>> of(ObjectCommand drop) {
		List<Optional<List<String>>> signatures = new ArrayList<>();
		Cursor cursor = new Cursor(drop.text());
		cursor.expect("drop");
		ObjectType.expect(cursor);
		cursor.accept("if", "exists");
		do {
			cursor.qualifiedName();
			int open = cursor.index();
			signatures.add(cursor.acceptGroup() ? types(drop.text(), open + 1, cursor.index() - 1) : Optional.empty());
		}
		while (cursor.acceptSymbol(','));
		return signatures;
	}

	private static Optional<List<String>> types(SqlText text, int from, int to) {
		List<String> types = new ArrayList<>();
		Cursor cursor = new Cursor(text, from, to);
		while (!cursor.atEnd()) {
			boolean result = cursor.accept("out");
			if (cursor.acceptAny(MODES)) {
				cursor.accept("out");
			}
			int start = cursor.index();
			while (!cursor.atEnd() && !cursor.atSymbol(',')) {
				cursor.skip();
			}
			Optional<String> type = type(text, start, cursor.index());
			if (type.isEmpty()) {
				return Optional.empty();
			}
			if (!result) {
				types.add(type.get());
			}
			cursor.acceptSymbol(',');
		}
		return Optional.of(List.copyOf(types));
	}

	/** The type, perhaps behind a name. */
	private static Optional<String> type(SqlText text, int from, int to) {
		for (int start = from; start < Math.min(from + 2, to); start++) {
			String type = text.folded(start, to).replaceAll("\\s+", " ");
			if (PLAIN_TYPE.matcher(type).matches() || LONG_TYPE.matcher(type).matches()) {
				return Optional.of(type);
			}
		}
		return Optional.empty();
	}

}
