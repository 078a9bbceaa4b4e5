package dev.zdm.benchmark;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What to measure of backfills.
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
		Arguments arguments = Arguments
			.of(Map.of("rows", "1000000", "indexes", "2,5", "rounds", "5", "folder", "/dev/shm"), args);
		return new Options(arguments.number("rows"), arguments.list("indexes").stream().map(Integer::valueOf).toList(),
				arguments.number("rounds"), arguments.path("folder"));
	}

}
