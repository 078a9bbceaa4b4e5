package dev.zdm.backfill;

import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/**
 * The SQL of the trigger that keeps columns in step. Expressions and condition are those
 * of the definition, over a row of those columns that they read, which has the table's
 * name.
 *
 * @param backfill the backfill's name
 * @param table the table, qualified and quoted
 * @param alias what expressions call it
 * @param assignments which columns are set, and to what
 * @param where the definition's condition, or null
 * @param columns the columns that are read or set
 */
record InStepFunction(String backfill, String table, String alias, Assignments assignments, @Nullable String where,
		List<InStepColumn> columns) {

	/**
	 * The setting by which batches say whose they are. What they have written the trigger
	 * computes again, from what other triggers have made of the row.
	 */
	static final String SETTING = "zdm.in_step";

	InStepFunction {
		columns = List.copyOf(columns);
	}

	/**
	 * The function's body. What it mostly asks are comparisons of rows, which the server
	 * evaluates without a query. Rows are compared by their images, since not all types
	 * have an equality. A row of which nothing changes that matters is done, or is the
	 * backfill's.
	 */
	String body() {
		StringBuilder body = new StringBuilder("#variable_conflict use_column\nbegin\n");
		body.append(leave("tg_op = 'UPDATE' and " + same((column) -> true)));
		if (this.where != null) {
			body.append("if current_setting('" + SETTING + "', true) is distinct from '" + this.backfill + "' then\n");
			body.append("if " + misses(this.where, (column) -> "new." + column.name()) + " then\n");
			body.append(leave(mayFollow()
					? "tg_op = 'INSERT' or " + same(InStepFunction::isInput) + " or not " + same(InStepColumn::set)
					: "true"));
			body.append(mayFollow() ? leave(misses(this.where, InStepFunction::unset)) : "");
			body.append("end if;\nend if;\n");
		}
		return body.append("select " + values() + " into " + targets() + " from ")
			.append(row(InStepColumn::input, (column) -> "new." + column.name()))
			.append(";\nreturn new;\nend")
			.toString();
	}

	/**
	 * A condition that is always true and names all columns: the server then lets nobody
	 * drop one, or change its type, while the trigger is there, and drops the trigger
	 * first where it is told to cascade. The planner makes nothing of it.
	 */
	String when() {
		return "row(" + list(this.columns, (column) -> "new." + column.name()) + ") is null or true";
	}

	/**
	 * A query that the server can plan only if the function can run.
	 */
	String rehearsal() {
		String condition = (this.where != null) ? ", (\n" + this.where + "\n)" : "";
		return "select " + values() + condition + " from "
				+ row(InStepColumn::read, (column) -> "(null::" + this.table + ")." + column.name());
	}

	private String values() {
		return this.assignments.list((column, expression) -> expression);
	}

	/**
	 * Whether a row can miss the condition only as it is done already. Then it must be
	 * done again when what it was computed from changes.
	 */
	private boolean mayFollow() {
		return this.columns.stream().anyMatch((column) -> column.set() && column.condition())
				&& this.columns.stream().anyMatch(InStepFunction::isInput);
	}

	private String targets() {
		return this.assignments.list((column, expression) -> "new." + column);
	}

	private static String leave(String condition) {
		return "if " + condition + " then\nreturn new;\nend if;\n";
	}

	private static boolean isInput(InStepColumn column) {
		return column.read() && !column.set();
	}

	private static String unset(InStepColumn column) {
		return column.set() ? "(" + column.fallback() + ")::" + column.type() : "new." + column.name();
	}

	private String misses(String condition, Function<InStepColumn, String> value) {
		return "(select (\n" + condition + "\n) from " + row(InStepColumn::condition, value) + ") is not true";
	}

	private String same(Predicate<InStepColumn> which) {
		List<InStepColumn> compared = this.columns.stream().filter(which).toList();
		return "row(" + list(compared, (column) -> "new." + column.name()) + ")::record *= row("
				+ list(compared, (column) -> "old." + column.name()) + ")::record";
	}

	private String row(Predicate<InStepColumn> which, Function<InStepColumn, String> value) {
		return "(select " + list(this.columns.stream().filter(which).toList(),
				(column) -> value.apply(column) + " as " + column.name()) + ") as " + this.alias;
	}

	private static String list(List<InStepColumn> columns, Function<InStepColumn, String> part) {
		return columns.stream().map(part).collect(Collectors.joining(", "));
	}

}
