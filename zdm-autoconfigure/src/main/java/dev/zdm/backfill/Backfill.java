package dev.zdm.backfill;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * What a backfill does: which columns of which table it sets, and to what. <pre>
 * Backfill.of("order-email-lower")
 *     .table("orders")
 *     .set("email_lower", "lower(email)")
 *     .where("email_lower is null")
 * </pre> Table, columns, expressions and condition are SQL and mean what they mean in
 * {@code update TABLE set COLUMN = (EXPRESSION) where (CONDITION)}; they are run as they
 * are, so they must come from the application's own code.
 * <p>
 * Each row that was in the table when the backfill was first declared is changed exactly
 * once. Rows committed later are the application's own business: deploy the code that
 * writes the new column first. Immutable.
 */
public final class Backfill {

	private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,62}");

	private static final Pattern COLUMN = Pattern.compile("[\\p{L}_][\\p{L}\\p{N}_$]*|\"([^\"\\x00]|\"\")+\"");

	private final String name;

	private final String table;

	private final Map<String, String> sets;

	private final @Nullable String where;

	private Backfill(String name, String table, Map<String, String> sets, @Nullable String where) {
		this.name = name;
		this.table = table;
		this.sets = Collections.unmodifiableMap(new LinkedHashMap<>(sets));
		this.where = where;
	}

	/**
	 * Begins a definition.
	 * @param name its name in the journal, the endpoint and metrics: up to 63 letters,
	 * digits, dots, dashes and underscores
	 * @return a definition that still needs a table and something to set
	 * @throws IllegalArgumentException if the name is anything else
	 */
	public static Backfill of(String name) {
		if (!NAME.matcher(name).matches()) {
			throw new IllegalArgumentException(
					"\"" + name + "\" is no name for a backfill: use 1 to 63 letters, digits, "
							+ "dots, dashes and underscores, and begin with a letter or digit");
		}
		return new Backfill(name, "", Map.of(), null);
	}

	/**
	 * A definition from its parts, as they come from configuration.
	 * @param name see {@link #of(String)}
	 * @param table see {@link #table(String)}
	 * @param set expressions by column, see {@link #set(String, String)}
	 * @param where see {@link #where(String)}; null or blank for all rows
	 * @return the complete definition
	 * @throws IllegalArgumentException if a part is missing or makes no sense
	 */
	public static Backfill of(String name, @Nullable String table, Map<String, String> set, @Nullable String where) {
		Backfill backfill = of(name).table((table != null) ? table : "");
		for (Map.Entry<String, String> entry : set.entrySet()) {
			backfill = backfill.set(entry.getKey(), entry.getValue());
		}
		boolean all = where == null || where.isBlank();
		return (all ? backfill : backfill.where(where)).complete();
	}

	/**
	 * Says which table to change.
	 * @param table its name as in SQL, with a schema or without, quoted where needed
	 * @return a definition with this table
	 */
	public Backfill table(String table) {
		return new Backfill(this.name, table.strip(), this.sets, this.where);
	}

	/**
	 * Sets one more column. All columns are set in one pass.
	 * @param column its name as in SQL, quoted where needed
	 * @param expression its new value, an SQL expression over the row's columns
	 * @return a definition that also sets this column
	 * @throws IllegalArgumentException if the column is no identifier, is set already, or
	 * the expression is empty
	 */
	public Backfill set(String column, String expression) {
		String stripped = column.strip();
		if (!COLUMN.matcher(stripped).matches()) {
			throw new IllegalArgumentException("Backfill \"" + this.name + "\" sets \"" + column
					+ "\", which is no column name; quote it as in SQL if it is one");
		}
		if (expression.isBlank()) {
			throw new IllegalArgumentException("Backfill \"" + this.name + "\" sets column " + stripped
					+ " to nothing; give an SQL expression, or null to empty it");
		}
		if (this.sets.containsKey(stripped)) {
			throw new IllegalArgumentException(
					"Backfill \"" + this.name + "\" sets column " + stripped + " twice; set it once");
		}
		Map<String, String> more = new LinkedHashMap<>(this.sets);
		more.put(stripped, expression.strip());
		return new Backfill(this.name, this.table, more, this.where);
	}

	/**
	 * Changes only rows that meet a condition. When the condition is one that a changed
	 * row does not meet, the end is verified by it.
	 * @param condition an SQL condition over the row's columns
	 * @return a definition with this condition instead of the one before
	 * @throws IllegalArgumentException if the condition is empty
	 */
	public Backfill where(String condition) {
		if (condition.isBlank()) {
			throw new IllegalArgumentException(
					"Backfill \"" + this.name + "\" has an empty condition; leave where(…) out to change all rows");
		}
		return new Backfill(this.name, this.table, this.sets, condition.strip());
	}

	/**
	 * The name in the journal.
	 * @return the name
	 */
	public String name() {
		return this.name;
	}

	/**
	 * The table, as declared.
	 * @return its name as in SQL
	 */
	public String table() {
		return this.table;
	}

	/**
	 * What is set.
	 * @return expressions by column, in the order of declaration
	 */
	public Map<String, String> sets() {
		return this.sets;
	}

	/**
	 * The columns that are set, by the names that the catalog has for them.
	 */
	List<String> plainColumns() {
		return this.sets.keySet().stream().map(Backfill::plainName).toList();
	}

	private static String plainName(String identifier) {
		return identifier.startsWith("\"") ? identifier.substring(1, identifier.length() - 1).replace("\"\"", "\"")
				: identifier.toLowerCase(Locale.ROOT);
	}

	/**
	 * Which rows are changed.
	 * @return the condition, or null for all rows
	 */
	public @Nullable String where() {
		return this.where;
	}

	/**
	 * Tells this definition from another one of the same name. It depends on what the
	 * backfill does only, not on the order of its columns.
	 * @return 16 hexadecimal digits
	 */
	public String fingerprint() {
		StringBuilder text = new StringBuilder(this.table).append('\0');
		new TreeMap<>(this.sets)
			.forEach((column, expression) -> text.append(column).append('\0').append(expression).append('\0'));
		text.append((this.where != null) ? this.where : "");
		try {
			byte[] digest = MessageDigest.getInstance("SHA-256")
				.digest(text.toString().getBytes(StandardCharsets.UTF_8));
			return HexFormat.of().formatHex(digest, 0, 8);
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Checks that nothing is missing.
	 * @return this definition
	 * @throws IllegalArgumentException if it has no table or sets nothing
	 */
	public Backfill complete() {
		if (this.table.isEmpty()) {
			throw new IllegalArgumentException(
					"Backfill \"" + this.name + "\" has no table; say which one it changes, as in .table(\"orders\")");
		}
		if (this.sets.isEmpty()) {
			throw new IllegalArgumentException("Backfill \"" + this.name
					+ "\" sets no column; say what it changes, as in .set(\"email_lower\", \"lower(email)\")");
		}
		return this;
	}

	@Override
	public String toString() {
		return "backfill " + this.name + " of " + this.table;
	}

}
