package dev.zdm.benchmark;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What to measure.
 *
 * @param rows how many rows a table has
 * @param indexes how many indexes it has, one series of rounds for each number
 * @param rounds how often each way is measured
 * @param folder where the server keeps its data
 */
record Options(int rows, List<Integer> indexes, int rounds, Path folder) {

	/**
	 * Reads the command line.
	 * @throws IllegalArgumentException if there is anything else in it
	 */
	static Options of(String... args) {
		Map<String, String> values = new HashMap<>(
				Map.of("rows", "1000000", "indexes", "2,5", "rounds", "5", "folder", "/dev/shm"));
		for (String arg : args) {
			String[] parts = arg.replaceFirst("^--", "").split("=", 2);
			if (parts.length < 2 || values.put(parts[0], parts[1]) == null) {
				throw new IllegalArgumentException("There is no option " + arg + "; known are " + values.keySet());
			}
		}
		List<Integer> indexes = Arrays.stream(values.getOrDefault("indexes", "").split(","))
			.map(Integer::valueOf)
			.toList();
		return new Options(Integer.parseInt(values.getOrDefault("rows", "")), indexes,
				Integer.parseInt(values.getOrDefault("rounds", "")), Path.of(values.getOrDefault("folder", "")));
	}

}
