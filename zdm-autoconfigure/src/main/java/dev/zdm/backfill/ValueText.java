package dev.zdm.backfill;

import java.lang.reflect.Array;
import java.sql.Timestamp;
import java.util.Collection;
import java.util.Date;
import java.util.HexFormat;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;

/**
 * Values of Java as PostgreSQL reads them.
 */
final class ValueText {

	private ValueText() {
	}

	/**
	 * The text of a value.
	 * @return null for null
	 */
	static @Nullable String of(@Nullable Object value) {
		if (value == null) {
			return null;
		}
		if (value instanceof byte[] bytes) {
			return "\\x" + HexFormat.of().formatHex(bytes);
		}
		if (value instanceof Collection<?> collection) {
			return of(collection.toArray());
		}
		if (value.getClass().isArray()) {
			return IntStream.range(0, Array.getLength(value))
				.mapToObj((i) -> element(Array.get(value, i)))
				.collect(Collectors.joining(",", "{", "}"));
		}
		return moment(value);
	}

	/**
	 * A timestamp is a moment, which the session's time zone must not change; a date or a
	 * time without the other is what it shows.
	 */
	private static String moment(Object value) {
		if (value instanceof Timestamp timestamp) {
			return timestamp.toLocalDateTime().atZone(java.time.ZoneId.systemDefault()).toOffsetDateTime().toString();
		}
		return (value.getClass() == Date.class) ? of(new Timestamp(((Date) value).getTime())) + "" : value.toString();
	}

	private static String element(@Nullable Object element) {
		if (element == null) {
			return "NULL";
		}
		String text = of(element);
		boolean nested = element instanceof Collection
				|| (element.getClass().isArray() && !(element instanceof byte[]));
		return nested ? String.valueOf(text)
				: '"' + String.valueOf(text).replace("\\", "\\\\").replace("\"", "\\\"") + '"';
	}

}
