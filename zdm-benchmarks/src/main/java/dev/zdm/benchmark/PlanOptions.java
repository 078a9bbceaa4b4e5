package dev.zdm.benchmark;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What to measure of plans.
 *
 * @param rows how many rows each of the large tables has
 * @param clients how many clients read and write meanwhile
 * @param rate how many statements each of them sends in a second
 * @param obstacles how long the transactions take that are in the way now and then; a
 * series for each, zero for none
 * @param only what the statements to measure look like
 * @param folder where the server keeps its data
 */
record PlanOptions(int rows, int clients, int rate, List<Duration> obstacles, Pattern only, Path folder) {

	/**
	 * Reads the command line.
	 * @throws IllegalArgumentException if there is anything else in it
	 */
	static PlanOptions of(String... args) {
		Arguments arguments = Arguments.of(Map.of("rows", "2000000", "clients", "4", "rate", "100", "obstacles", "0,3",
				"only", "", "folder", "/dev/shm"), args);
		return new PlanOptions(arguments.number("rows"), arguments.number("clients"), arguments.number("rate"),
				arguments.list("obstacles").stream().map((each) -> Duration.ofSeconds(Long.parseLong(each))).toList(),
				Pattern.compile(arguments.text("only")), arguments.path("folder"));
	}

}
