package dev.zdm.backfill;

import java.io.IOException;
import java.time.Clock;
import java.util.List;

import dev.zdm.event.Events;
import dev.zdm.journal.JournalSchema;
import dev.zdm.throttle.Throttle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An instance of an application in a JVM of its own, which ends by a kill only, or when
 * who started it is gone. Its arguments are URL, user and password, and what it does:
 * "sql", "java", "delete" or "insert".
 */
public final class CounterInstance {

	static final Backfill BACKFILL = Backfill.of("count")
		.table("orders")
		.set("counter", "counter + 1 + length(pg_sleep(0.001)::text)");

	/** A millisecond a row, too, outside of the database. */
	static final Backfill COMPUTED = Backfill.of("count")
		.table("orders")
		.read("counter")
		.write("counter")
		.rows("1", (rows) -> {
			Thread.sleep(rows.size());
			return BackfillComputeTests.count(rows);
		});

	static final Backfill DELETE = Backfill.of("count")
		.table("orders")
		.where("counter = 0 and length(pg_sleep(0.001)::text) = 0")
		.delete();

	/** A row that is inserted twice is there twice. */
	static final Backfill INSERT = Backfill.of("count")
		.table("orders")
		.insertInto("copies")
		.set("id", "id + length(pg_sleep(0.001)::text)");

	static final BackfillSettings SETTINGS = Shop.SETTINGS.batchRows(50, 100);

	private static final Logger logger = LoggerFactory.getLogger(CounterInstance.class);

	private CounterInstance() {
	}

	static Backfill backfill(String kind) {
		return switch (kind) {
			case "java" -> COMPUTED;
			case "delete" -> DELETE;
			case "insert" -> INSERT;
			default -> BACKFILL;
		};
	}

	public static void main(String[] args) throws IOException {
		JournalSchema journal = new JournalSchema(Shop.pool(args[0], args[1], args[2]));
		BackfillRunner runner = new BackfillRunner(journal, new Throttle(null, List.of(), Clock.systemUTC()),
				new Events(List.of()), List.of((args.length > 3) ? backfill(args[3]) : BACKFILL), SETTINGS);
		runner.start();
		logger.info("ended by the byte {}", System.in.read());
	}

}
