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

	private static final List<String> STATEMENTS = List.of("select status, total from orders where id = ?",
			"update orders set quantity = 1 + quantity % 9 where id = ?", "select amount from payments where id = ?",
			"update payments set amount = amount + 1 where id = ?", "select what from events where id = ?",
			"update events set what = what where id = ?", "select name from customers where id = ?",
			"update customers set logins = logins + 1 where id = ?", "select total from totals where customer_id = ?",
			"select count(*) from baskets where order_id = ? and id = order_id");

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

	/** What the clients do: they use a tenth of the keys. */
	Load load() {
		return new Load(STATEMENTS, this.rows / 10, this.clients, this.rate);
	}

}
