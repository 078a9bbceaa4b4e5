package dev.zdm.backfill;

import java.time.Clock;
import java.util.List;

import dev.zdm.event.Events;
import dev.zdm.journal.JournalSchema;
import dev.zdm.throttle.Throttle;

/**
 * An instance of an application in a JVM of its own, which only a kill ends. Its
 * arguments are URL, user, password, and whether Java is to count.
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

	static final BackfillSettings SETTINGS = Shop.SETTINGS.batchRows(50, 100);

	private CounterInstance() {
	}

	public static void main(String[] args) throws InterruptedException {
		JournalSchema journal = new JournalSchema(Shop.pool(args[0], args[1], args[2]));
		BackfillRunner runner = new BackfillRunner(journal, new Throttle(null, List.of(), Clock.systemUTC()),
				new Events(List.of()), List.of(args[3].equals("java") ? COMPUTED : BACKFILL), SETTINGS);
		runner.start();
		Thread.sleep(120_000);
	}

}
