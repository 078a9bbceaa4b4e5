package dev.zdm.benchmark;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import dev.zdm.backfill.Backfill;
import dev.zdm.backfill.BackfillRunner;
import dev.zdm.backfill.BackfillSettings;
import dev.zdm.event.BackfillEvent;
import dev.zdm.event.Events;
import dev.zdm.journal.JournalSchema;
import dev.zdm.throttle.Throttle;
import org.jspecify.annotations.Nullable;

/**
 * A way to fill the column.
 *
 * @param name what it is called
 * @param settings how the backfill works; null for one big update
 */
record Way(String name, @Nullable BackfillSettings settings) {

	/** One big update. */
	static final Way ONE = new Way("one", null);

	private static final String BACKFILL = "amounts";

	/**
	 * Backfills of some kinds.
	 * @param kinds {@code plain}: without stripes; {@code striped}: as it is, in stripes
	 * where that pays
	 * @param workers each with so many workers
	 */
	static List<Way> backfills(List<String> kinds, List<Integer> workers) {
		List<Way> ways = new ArrayList<>();
		workers.forEach((number) -> kinds.forEach((kind) -> ways.add(backfill(kind, number))));
		return ways;
	}

	private static Way backfill(String kind, int workers) {
		BackfillSettings settings = settings(workers);
		return switch (kind) {
			case "plain" -> new Way(named(kind, workers), settings.stripes(false));
			case "striped" -> new Way(named(kind, workers), settings);
			default -> throw new IllegalArgumentException("There is no way " + kind + "; known are plain and striped");
		};
	}

	/**
	 * Fills the column, as fast as it goes, and returns when that is done.
	 * @throws IllegalStateException if the backfill fails
	 */
	BatchTimes fill(OrderTable table) {
		BatchTimes times = new BatchTimes();
		if (this.settings == null) {
			update(table, times);
			return times;
		}
		try (BackfillRunner runner = runner(table, unbraked(), times)) {
			runner.start();
			times.awaitEnd();
		}
		return times;
	}

	/**
	 * A backfill that can be stopped before it is done.
	 * @param throttle its brake
	 * @param times hears of it
	 * @return a runner that is not started yet
	 * @throws NullPointerException if it is one big update
	 */
	BackfillRunner runner(OrderTable table, Throttle throttle, BatchTimes times) {
		Backfill backfill = Backfill.of(BACKFILL).table("orders").set("amount", "e * 1.5").where("amount is null");
		return new BackfillRunner(new JournalSchema(table.dataSource()), throttle, new Events(List.of(times)),
				List.of(backfill), Objects.requireNonNull(this.settings));
	}

	/** A brake that nothing puts on. */
	static Throttle unbraked() {
		return new Throttle(null, List.of(), Clock.systemUTC());
	}

	/**
	 * One big update is a single batch.
	 */
	private static void update(OrderTable table, BatchTimes times) {
		times.on(new BackfillEvent.StateChanged(BACKFILL, "running", ""));
		long begun = System.nanoTime();
		int rows = table.update();
		times.on(new BackfillEvent.BatchCommitted(BACKFILL, rows, System.nanoTime() - begun));
		times.on(new BackfillEvent.StateChanged(BACKFILL, "done", ""));
	}

	private static BackfillSettings settings(int workers) {
		BackfillSettings defaults = BackfillSettings.DEFAULTS;
		return new BackfillSettings(workers, defaults.batchTime(), defaults.minRows(), defaults.maxRows(), false,
				defaults.stripes(), defaults.heartbeat());
	}

	private static String named(String name, int workers) {
		return (workers == 1) ? name : name + ", " + workers + " workers";
	}

}
