package dev.zdm.benchmark;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

import dev.zdm.backfill.BackfillRunner;
import dev.zdm.throttle.ReplicaLag;
import dev.zdm.throttle.ReplicaLimits;
import dev.zdm.throttle.Throttle;

/**
 * Shows how a backfill gets along with a replica that can apply a part only of what the
 * backfill could write: how far the replica falls behind, and how much of what it can
 * apply the backfill makes use of.
 */
public final class ReplicaBenchmark {

	/** A backfill of a minute writes less than that. */
	private static final String WAL = "2GB";

	private static final Duration PROBE = Duration.ofSeconds(10);

	private static final Duration CATCH_UP = Duration.ofMinutes(5);

	private final Options options;

	private final double part;

	private final Duration limit;

	private final Duration time;

	private final OrderServer server;

	private final SlowReplica replica;

	private ReplicaBenchmark(Arguments arguments, OrderServer server, SlowReplica replica) {
		this.options = Options.of(arguments);
		this.part = arguments.number("percent") / 100.0;
		this.limit = Duration.ofMillis(arguments.number("limit"));
		this.time = Duration.ofSeconds(arguments.number("seconds"));
		this.server = server;
		this.replica = replica;
	}

	/**
	 * Measures and prints.
	 * @param args see the module's README
	 */
	public static void main(String[] args) {
		Arguments arguments = Options
			.read(Map.of("rows", "4000000", "indexes", "2", "percent", "50", "limit", "1000", "seconds", "60"), args);
		Options options = Options.of(arguments);
		try (OrderServer server = new OrderServer(options.folder(), 1, WAL);
				SlowReplica replica = new SlowReplica(server.primary(), server.replica())) {
			options.indexes().forEach(new ReplicaBenchmark(arguments, server, replica)::series);
		}
	}

	private void series(int indexes) {
		this.server.prepare(this.options.rows(), indexes);
		Map<Way, List<Braked>> results = this.options.rounds().run(this.options.ways(), this::measure);
		System.out.printf("%nPostgreSQL %d, %d indexes, limit %d ms, %d s each, medians of %d rounds%n%s%n",
				this.server.majorVersion(), indexes, this.limit.toMillis(), this.time.toSeconds(),
				this.options.rounds().count(), Braked.HEADER);
		results.forEach((way, rounds) -> System.out.println(Braked.row(way, rounds)));
		System.out.println();
	}

	private Braked measure(Way way, int round) {
		double free = free(way);
		this.replica.limit(free * this.part);
		double possible = perSecond(this.replica::replayed, () -> LockSupport.parkNanos(PROBE.toNanos()));
		Braked braked = braked(way, free, possible);
		System.out.println("round " + round + ' ' + Braked.row(way, List.of(braked)));
		return braked;
	}

	/**
	 * What the backfill writes without a brake. The replica stands still meanwhile, so
	 * that it has enough to do afterwards.
	 */
	private double free(Way way) {
		BatchTimes times = new BatchTimes();
		try (OrderTable table = copy(); BackfillRunner runner = way.runner(table, Way.unbraked(), times)) {
			this.replica.limit(0);
			runner.start();
			times.awaitStart();
			return perSecond(this.replica::written, () -> times.awaitEnd(PROBE));
		}
	}

	private Braked braked(Way way, double free, double possible) {
		BatchTimes times = new BatchTimes();
		try (OrderTable table = copy();
				Throttle throttle = throttle(table);
				BackfillRunner runner = way.runner(table, throttle, times)) {
			this.replica.limit(free * this.part);
			runner.start();
			times.awaitStart();
			this.replica.watch();
			double applied = perSecond(this.replica::replayed, () -> times.awaitEnd(this.time));
			return new Braked(this.limit, free, possible, applied, times.rowsPerSecond(), this.replica.lags());
		}
	}

	/**
	 * A copy that the replica has, too, and nothing else to do.
	 */
	private OrderTable copy() {
		this.replica.limit(Double.POSITIVE_INFINITY);
		OrderTable table = this.server.copy();
		this.server.replica().awaitCaughtUp(CATCH_UP);
		return table;
	}

	private Throttle throttle(OrderTable table) {
		ReplicaLag lag = new ReplicaLag(table.dataSource(), List.of(), ReplicaLimits.of(this.limit));
		return new Throttle(lag, List.of(), Clock.systemUTC());
	}

	private static double perSecond(LongSupplier position, Runnable meanwhile) {
		long from = position.getAsLong();
		long begun = System.nanoTime();
		meanwhile.run();
		return (position.getAsLong() - from) / ((System.nanoTime() - begun) / 1e9);
	}

}
