package dev.zdm.benchmark;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A command line of options with defaults, such as {@code --rows=1000}.
 *
 * @param values the options' values by their names
 */
record Arguments(Map<String, String> values) {

	/**
	 * Reads the command line.
	 * @throws IllegalArgumentException if there is an option that has no default
	 */
	static Arguments of(Map<String, String> defaults, String... args) {
		Map<String, String> values = new HashMap<>(defaults);
		for (String arg : args) {
			String[] parts = arg.replaceFirst("^--", "").split("=", 2);
			if (parts.length < 2 || values.put(parts[0], parts[1]) == null) {
				throw new IllegalArgumentException("There is no option " + arg + "; known are " + defaults.keySet());
			}
		}
		return new Arguments(Map.copyOf(values));
	}

	String text(String name) {
		return Objects.requireNonNull(this.values.get(name), name);
	}

	int number(String name) {
		return Integer.parseInt(text(name));
	}

	List<String> list(String name) {
		return Arrays.asList(text(name).split(","));
	}

	List<Integer> numbers(String name) {
		return list(name).stream().map(Integer::valueOf).toList();
	}

	Path path(String name) {
		return Path.of(text(name));
	}

}
