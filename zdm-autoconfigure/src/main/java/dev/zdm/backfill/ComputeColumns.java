package dev.zdm.backfill;

import java.util.List;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * Sets columns to values that Java computes.
 *
 * @param read the columns that the function gets
 * @param write the columns that it may give values for
 * @param version tells the function from an earlier one; empty while there is none
 * @param function computes; null while there is none
 */
record ComputeColumns(List<String> read, List<String> write, String version,
		@Nullable RowFunction function) implements Change {

	static final ComputeColumns NONE = new ComputeColumns(List.of(), List.of(), "", null);

	ComputeColumns {
		read = List.copyOf(read);
		write = List.copyOf(write);
	}

	ComputeColumns read(List<String> columns) {
		return new ComputeColumns(columns, this.write, this.version, this.function);
	}

	ComputeColumns write(List<String> columns) {
		return new ComputeColumns(this.read, columns, this.version, this.function);
	}

	ComputeColumns by(String newVersion, RowFunction newFunction) {
		return new ComputeColumns(this.read, this.write, newVersion, newFunction);
	}

	/**
	 * The function of a complete definition.
	 */
	RowFunction computation() {
		return Objects.requireNonNull(this.function);
	}

	@Override
	public Assignments assignments() {
		return Assignments.NONE;
	}

	@Override
	public Change set(String backfill, String column, String expression) {
		throw new IllegalArgumentException("Backfill \"" + backfill + "\" computes its values in Java and cannot set "
				+ "column " + column + " to an expression, too; have the function compute it, or leave out either");
	}

	@Override
	public List<String> changedColumns() {
		return this.write.stream().map(Columns::plain).toList();
	}

	@Override
	public Kind kind() {
		return Kind.UPDATE;
	}

	/**
	 * A function may take long for each row, and nothing stops it.
	 */
	@Override
	public int firstRows() {
		return 50;
	}

	@Override
	public String sql(String from, String rows) {
		return "select " + String.join(", ", this.read) + " from " + from + " where " + rows;
	}

	@Override
	public void complete(String backfill, @Nullable String where) {
		if (this.read.isEmpty() || this.write.isEmpty() || this.function == null) {
			throw new IllegalArgumentException(
					"Backfill \"" + backfill + "\" computes values and needs what it reads, what it writes and how, "
							+ "as in .read(\"payload\").write(\"total\").rows(\"1\", rows -> …)");
		}
	}

	@Override
	public String identity() {
		return "\0rows\0" + String.join("\0", this.read) + "\0\0" + String.join("\0", this.write) + "\0\0"
				+ this.version;
	}

}
