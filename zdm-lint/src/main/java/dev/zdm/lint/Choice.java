package dev.zdm.lint;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Reads words of which there are only a few.
 */
final class Choice {

	private Choice() {
	}

	/**
	 * Finds a constant by its name, in capitals or not.
	 * @param what where the word stands, for the message
	 * @throws UsageException if there is none; the message names all
	 */
	static <E extends Enum<E>> E of(String what, String word, Class<E> type) {
		for (E constant : type.getEnumConstants()) {
			if (constant.name().equalsIgnoreCase(word)) {
				return constant;
			}
		}
		throw new UsageException(what + " must be "
				+ Arrays.stream(type.getEnumConstants())
					.map((constant) -> constant.name().toLowerCase(Locale.ROOT))
					.collect(Collectors.joining(", "))
				+ ", not " + word);
	}

}
