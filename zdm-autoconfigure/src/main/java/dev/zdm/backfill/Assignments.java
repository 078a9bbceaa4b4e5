package dev.zdm.backfill;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.stream.Collectors;

/**
 * SQL expressions by the columns that get them, in the order of declaration.
 *
 * @param expressions by column, as in SQL
 */
record Assignments(Map<String, String> expressions) {

	static final Assignments NONE = new Assignments(Map.of());

	Assignments {
		expressions = Collections.unmodifiableMap(new LinkedHashMap<>(expressions));
	}

	/**
	 * The same with one more column.
	 * @throws IllegalArgumentException if the column is no identifier, is set already, or
	 * the expression is empty
	 */
	Assignments and(String backfill, String column, String expression) {
		String stripped = Columns.checked(backfill, "sets", column);
		if (expression.isBlank()) {
			throw new IllegalArgumentException("Backfill \"" + backfill + "\" sets column " + stripped
					+ " to nothing; give an SQL expression, or null to empty it");
		}
		if (plainColumns().contains(Columns.plain(stripped))) {
			throw new IllegalArgumentException(
					"Backfill \"" + backfill + "\" sets column " + stripped + " twice; set it once");
		}
		Map<String, String> more = new LinkedHashMap<>(this.expressions);
		more.put(stripped, expression.strip());
		return new Assignments(more);
	}

	boolean isEmpty() {
		return this.expressions.isEmpty();
	}

	/**
	 * The columns, by the names that the catalog has for them.
	 */
	List<String> plainColumns() {
		return this.expressions.keySet().stream().map(Columns::plain).toList();
	}

	/**
	 * A list in SQL. Expressions stand between line breaks, so that a comment at their
	 * end does no harm.
	 */
	String list(BiFunction<String, String, String> part) {
		return this.expressions.entrySet()
			.stream()
			.map((entry) -> part.apply(entry.getKey(), "(\n" + entry.getValue() + "\n)"))
			.collect(Collectors.joining(", "));
	}

	/**
	 * The same text for the same assignments, whatever their order.
	 */
	String identity() {
		StringBuilder text = new StringBuilder();
		new TreeMap<>(this.expressions)
			.forEach((column, expression) -> text.append(column).append('\0').append(expression).append('\0'));
		return text.toString();
	}

}
