package dev.zdm.backfill;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * What a backfill does: which columns of which table it sets, and to what; or which rows
 * it deletes, or inserts into another table. <pre>
 * Backfill.of("order-email-lower")
 *     .table("orders")
 *     .set("email_lower", "lower(email)")
 *     .where("email_lower is null")
 * </pre> Table, columns, expressions and condition are SQL and mean what they mean in
 * {@code update TABLE set COLUMN = (EXPRESSION) where (CONDITION)}; they are run as they
 * are, so they must come from the application's own code.
 * <p>
 * Values that SQL cannot compute come from Java: <pre>
 * Backfill.of("order-totals")
 *     .table("orders")
 *     .read("payload").write("total")
 *     .rows("1", (rows) -&gt; rows.stream().map((row) -&gt; row.with("total", total(row.get("payload")))).toList())
 * </pre>
 * <p>
 * Each row that was in the table when the backfill was first declared is changed exactly
 * once. Rows committed later are the application's own business: deploy the code that
 * writes the new column first, or say {@link #keepInStep()}. Immutable.
 */
public final class Backfill {

	private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,62}");

	private final String name;

	private final String table;

	private final Change change;

	private final @Nullable String where;

	private final Terms terms;

	private Backfill(String name, String table, Change change, @Nullable String where, Terms terms) {
		this.name = name;
		this.table = table;
		this.change = change;
		this.where = where;
		this.terms = terms;
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
		return new Backfill(name, "", SetColumns.NONE, null, Terms.NONE);
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
		return new Backfill(this.name, table.strip(), this.change, this.where, this.terms);
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
		return with(this.change.set(this.name, column, expression));
	}

	/**
	 * Inserts a row into another table for each row, instead of changing it. What
	 * {@link #set(String, String)} names are then columns of that table.
	 * @param other the other table, as in SQL; not one that holds rows of this one
	 * @return a definition that inserts
	 */
	public Backfill insertInto(String other) {
		if (this.change instanceof InsertRows insert) {
			return with(new InsertRows(other.strip(), insert.assignments(), insert.conflict()));
		}
		if (!(this.change instanceof SetColumns) || this.change.inStep()) {
			requireNothingElse("insert rows");
		}
		return with(new InsertRows(other.strip(), this.change.assignments(), null));
	}

	/**
	 * Leaves rows alone that the other table has already. The end is then verified: none
	 * may be missing.
	 * @param columns the columns of a unique index of the other table, all of them set
	 * @return a definition that does nothing on conflicts
	 * @throws IllegalArgumentException if it does not insert
	 */
	public Backfill onConflictDoNothing(String... columns) {
		return with(inserts().on(conflict(false, columns)));
	}

	/**
	 * Gives rows that the other table has already the new values. The end is then
	 * verified: none may be missing.
	 * @param columns the columns of a unique index of the other table, all of them set
	 * @return a definition that updates on conflicts
	 * @throws IllegalArgumentException if it does not insert
	 */
	public Backfill onConflictDoUpdate(String... columns) {
		return with(inserts().on(conflict(true, columns)));
	}

	/**
	 * Deletes rows, instead of changing them. Which ones {@link #where(String)} says.
	 * @return a definition that deletes
	 * @throws IllegalArgumentException if it sets columns
	 */
	public Backfill delete() {
		if (!(this.change instanceof DeleteRows)) {
			requireNothingElse("delete rows");
		}
		return with(new DeleteRows());
	}

	/**
	 * Says what a row function gets to see.
	 * @param columns names of columns as in SQL, quoted where needed
	 * @return a definition that computes
	 * @throws IllegalArgumentException if it sets columns to expressions, or one is no
	 * identifier
	 */
	public Backfill read(String... columns) {
		return with(computes().read(Columns.checked(this.name, "reads", List.of(columns))));
	}

	/**
	 * Says which columns a row function may give values for.
	 * @param columns names of columns as in SQL, quoted where needed
	 * @return a definition that computes
	 * @throws IllegalArgumentException if it sets columns to expressions, or one is no
	 * identifier
	 */
	public Backfill write(String... columns) {
		return with(computes().write(Columns.checked(this.name, "writes", List.of(columns))));
	}

	/**
	 * Has values computed in Java, a batch of rows at a time.
	 * @param version tells this function from an earlier one: instances with another
	 * version do not work on the same backfill
	 * @param function computes
	 * @return a definition that computes
	 * @throws IllegalArgumentException if it sets columns to expressions
	 */
	public Backfill rows(String version, RowFunction function) {
		return with(computes().by(version, function));
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
		return new Backfill(this.name, this.table, this.change, condition.strip(), this.terms);
	}

	/**
	 * Has a trigger set the columns in rows that are inserted or updated from the moment
	 * at which the backfill begins: in each row that meets the condition as it is
	 * written; and in each row in which an update changes what the expressions or the
	 * condition read, leaves the columns alone, and would meet the condition if the
	 * columns had their defaults. Without a condition that is every row. Updates of
	 * anything else are left as they are.
	 * <p>
	 * The trigger is created under the lock ladder ({@code SHARE ROW EXCLUSIVE}). It
	 * stays when the backfill is done, until {@link Backfills#release(String)} or
	 * {@link Backfills#cancel(String)} remove it. An expression that fails for a row
	 * fails the write of that row. The expressions and the condition must name their
	 * columns, without a schema, must not be volatile, and the expressions must not read
	 * a column that is set. What they look up in other tables they look up when the row
	 * is written.
	 * @return a definition that is kept in step
	 * @throws IllegalArgumentException if it does anything but set columns to SQL
	 * expressions
	 */
	public Backfill keepInStep() {
		return with(this.change.keepInStep(this.name));
	}

	/**
	 * Waits until other backfills are done, with no row put aside and none left over.
	 * Then only its upper bound is fixed: rows that they inserted belong to it.
	 * @param names their names: of this application, or known to the database
	 * @return a definition that waits for these, too
	 */
	public Backfill after(String... names) {
		return on(this.terms.afterBackfills(List.of(names)));
	}

	/**
	 * Waits until a migration has run, by the history table of Flyway or Liquibase in
	 * this database. Before that the definition is not checked, as what it needs may not
	 * be there, and its upper bound is not fixed.
	 * @param version the version for Flyway, the id of a changeset for Liquibase
	 * @return a definition that waits for this, too
	 */
	public Backfill afterMigration(String version) {
		return on(this.terms.afterMigration(version.strip()));
	}

	/**
	 * Says which backfills go first when there is more to do than workers. It does not
	 * stop one that is in the middle of a table.
	 * @param priority greater goes first; 0 by itself
	 * @return a definition with this priority
	 */
	public Backfill priority(int priority) {
		return on(this.terms.priority(priority));
	}

	/**
	 * Works in a part of each day only: no batch begins outside of it, by the database's
	 * clock.
	 * @param from when it begins, by the clocks of the zone
	 * @param to when it ends; before {@code from} if it goes over midnight
	 * @param zone where the clocks are
	 * @return a definition with these hours
	 * @throws IllegalArgumentException if both times are the same
	 */
	public Backfill window(LocalTime from, LocalTime to, ZoneId zone) {
		if (from.equals(to)) {
			throw new IllegalArgumentException("Backfill \"" + this.name + "\" has a window from " + from + " to " + to
					+ ", which is nothing or the whole day; leave it out for the whole day");
		}
		return on(this.terms.within(new DailyHours(from, to, zone)));
	}

	/**
	 * The same at any time of the day.
	 * @return a definition without hours
	 */
	public Backfill atAnyTime() {
		return on(this.terms.within(null));
	}

	/**
	 * The backfills that must be done first.
	 * @return their names, in the order of declaration
	 */
	public List<String> predecessors() {
		return this.terms.after();
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
	 * What is set to SQL expressions.
	 * @return expressions by column, in the order of declaration; of the other table
	 * where rows are inserted
	 */
	public Map<String, String> sets() {
		return this.change.assignments().expressions();
	}

	/**
	 * The columns of its own table that are changed, by the names that the catalog has
	 * for them.
	 */
	List<String> plainColumns() {
		return this.change.changedColumns();
	}

	Change change() {
		return this.change;
	}

	Terms terms() {
		return this.terms;
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
		String text = this.table + '\0' + this.change.identity() + ((this.where != null) ? this.where : "")
				+ this.terms.identity();
		try {
			byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
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
		this.change.complete(this.name, this.where);
		this.terms.complete(this.name);
		return this;
	}

	private Backfill with(Change other) {
		return new Backfill(this.name, this.table, other, this.where, this.terms);
	}

	private Backfill on(Terms other) {
		return new Backfill(this.name, this.table, this.change, this.where, other);
	}

	private InsertRows inserts() {
		if (this.change instanceof InsertRows insert) {
			return insert;
		}
		throw new IllegalArgumentException("Backfill \"" + this.name
				+ "\" inserts nothing, so there can be no conflict; say .insertInto(\"…\") first");
	}

	private InsertRows.Conflict conflict(boolean update, String... columns) {
		return new InsertRows.Conflict(Columns.checked(this.name, "looks for conflicts in", List.of(columns)), update);
	}

	private ComputeColumns computes() {
		if (this.change instanceof ComputeColumns compute) {
			return compute;
		}
		requireNothingElse("compute values in Java");
		return ComputeColumns.NONE;
	}

	private void requireNothingElse(String deed) {
		if (!this.change.equals(SetColumns.NONE)) {
			throw new IllegalArgumentException("Backfill \"" + this.name + "\" cannot " + deed
					+ " and do something else, too; declare two backfills, the second one .after(\"" + this.name
					+ "\")");
		}
	}

	@Override
	public String toString() {
		return "backfill " + this.name + " of " + this.table;
	}

}
