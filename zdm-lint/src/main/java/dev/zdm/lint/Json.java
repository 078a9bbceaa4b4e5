package dev.zdm.lint;

import java.util.Iterator;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Writes maps, lists, texts, numbers, truth values and null as JSON.
 */
final class Json {

	private final StringBuilder out = new StringBuilder();

	private Json() {
	}

	/** The JSON of a value, indented, with its last line's end. */
	static String of(Object value) {
		Json json = new Json();
		json.write(value, "\n");
		return json.out.append('\n').toString();
	}

	private void write(@Nullable Object value, String lineBreak) {
		if (value instanceof Map<?, ?> map) {
			writeAll(map.entrySet().iterator(), '{', '}', lineBreak);
		}
		else if (value instanceof List<?> list) {
			writeAll(list.iterator(), '[', ']', lineBreak);
		}
		else if (value instanceof CharSequence text) {
			quote(text);
		}
		else {
			this.out.append(value);
		}
	}

	private void writeAll(Iterator<?> elements, char open, char close, String lineBreak) {
		this.out.append(open);
		boolean empty = !elements.hasNext();
		while (elements.hasNext()) {
			Object element = elements.next();
			this.out.append(lineBreak).append("  ");
			if (element instanceof Map.Entry<?, ?> entry) {
				quote(String.valueOf(entry.getKey()));
				this.out.append(": ");
				write(entry.getValue(), lineBreak + "  ");
			}
			else {
				write(element, lineBreak + "  ");
			}
			this.out.append(elements.hasNext() ? "," : "");
		}
		this.out.append(empty ? "" : lineBreak).append(close);
	}

	private void quote(CharSequence text) {
		this.out.append('"');
		text.chars().forEach((c) -> {
			switch (c) {
				case '"' -> this.out.append("\\\"");
				case '\\' -> this.out.append("\\\\");
				case '\n' -> this.out.append("\\n");
				case '\t' -> this.out.append("\\t");
				case '\r' -> this.out.append("\\r");
				default -> {
					if (c < ' ' || Character.isSurrogate((char) c) || c == '\u2028' || c == '\u2029') {
						this.out.append("\\u%04x".formatted(c));
					}
					else {
						this.out.append((char) c);
					}
				}
			}
		});
		this.out.append('"');
	}

}
