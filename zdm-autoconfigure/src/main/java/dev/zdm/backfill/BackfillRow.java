package dev.zdm.backfill;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * A row that a {@link RowFunction} gets, and gives back with new values. Immutable, but
 * for what the values themselves allow.
 */
public final class BackfillRow {

	private final Version version;

	private final Map<String, @Nullable Object> values;

	private final List<String> writable;

	private final Map<String, @Nullable Object> changes;

	BackfillRow(Version version, Map<String, @Nullable Object> values, List<String> writable) {
		this(version, values, writable, Map.of());
	}

	private BackfillRow(Version version, Map<String, @Nullable Object> values, List<String> writable,
			Map<String, @Nullable Object> changes) {
		this.version = version;
		this.values = values;
		this.writable = writable;
		this.changes = changes;
	}

	/**
	 * A value of the row as the driver gives it; an array as a Java array.
	 * @param column a column that is read, spelled as in the definition
	 * @return its value, which may be null
	 * @throws IllegalArgumentException if the column is not read
	 */
	public @Nullable Object get(String column) {
		if (!this.values.containsKey(column)) {
			throw new RowMisuseException("the row function asks for column \"" + column + "\"; read are "
					+ new ArrayList<>(this.values.keySet()));
		}
		return this.values.get(column);
	}

	/**
	 * A value of the row in the type that the driver gives it.
	 * @param <T> the type
	 * @param column a column that is read, spelled as in the definition
	 * @param type the type that the driver has for the column's type
	 * @return its value, which may be null
	 * @throws IllegalArgumentException if the column is not read or has another type
	 */
	public <T> @Nullable T get(String column, Class<T> type) {
		Object value = get(column);
		if (value != null && !type.isInstance(value)) {
			throw new RowMisuseException("the row function asks for column \"" + column + "\" as " + type.getName()
					+ "; the driver gives a " + value.getClass().getName());
		}
		return type.cast(value);
	}

	/**
	 * The row with a new value. Values are written as their text, which the server reads
	 * as the column's type: what {@code String.valueOf} gives, but for arrays,
	 * collections (as arrays), bytes and {@code java.sql.Timestamp} (as the moment that
	 * it is).
	 * @param column a column that is written, spelled as in the definition
	 * @param value its new value, or null
	 * @return a row that differs in this
	 * @throws IllegalArgumentException if the column is not written
	 */
	public BackfillRow with(String column, @Nullable Object value) {
		if (!this.writable.contains(column)) {
			throw new RowMisuseException(
					"the row function sets column \"" + column + "\"; written are " + this.writable);
		}
		Map<String, @Nullable Object> more = new LinkedHashMap<>(this.changes);
		more.put(column, value);
		return new BackfillRow(this.version, this.values, this.writable, Collections.unmodifiableMap(more));
	}

	Version version() {
		return this.version;
	}

	/**
	 * The new values by column; empty when the row is to stay as it is.
	 */
	Map<String, @Nullable Object> changes() {
		return this.changes;
	}

	/**
	 * Never shows a value.
	 */
	@Override
	public String toString() {
		return "row with " + this.values.keySet() + ", new " + this.changes.keySet();
	}

	/**
	 * Tells a version of a row from every other one that was ever committed. The same
	 * transaction may have written several, but only the last of them can be seen by
	 * others.
	 *
	 * @param key the row's position
	 * @param transaction the transaction that wrote it
	 */
	record Version(List<String> key, String transaction) {

		Version {
			key = List.copyOf(key);
		}

	}

}
