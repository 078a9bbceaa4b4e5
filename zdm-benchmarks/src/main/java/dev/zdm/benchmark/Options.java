package dev.zdm.benchmark;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What to measure of backfills.
 *
 * @param rows how many rows a table has
 * @param indexes how many indexes it has, one series of rounds for each number
 * @param ways the backfills to be measured
 * @param rounds how often each way is measured
 * @param folder where the server keeps its data
 */
record Options(int rows, List<Integer> indexes, List<Way> ways, Rounds rounds, Path folder) {

	private static final Map<String, String> DEFAULTS = Map.of("rows", "1000000", "indexes", "2,5", "workers", "1",
			"ways", "plain,striped", "rounds", "5", "folder", "/dev/shm");

	/**
	 * Reads the command line.
	 * @param defaults options of a benchmark's own, and what it changes of the common
	 * ones
	 * @throws IllegalArgumentException if there is anything else in it
	 */
	static Arguments read(Map<String, String> defaults, String... args) {
		Map<String, String> all = new HashMap<>(DEFAULTS);
		all.putAll(defaults);
		return Arguments.of(all, args);
	}

	static Options of(Arguments arguments) {
		return new Options(arguments.number("rows"), arguments.numbers("indexes"),
				Way.backfills(arguments.list("ways"), arguments.numbers("workers")),
				new Rounds(arguments.number("rounds")), arguments.path("folder"));
	}

}
