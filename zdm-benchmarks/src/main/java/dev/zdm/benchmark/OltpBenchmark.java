package dev.zdm.benchmark;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/**
 * Shows what clients that read and update random rows of a table feel of a backfill of
 * the same table.
 */
public final class OltpBenchmark {

	private static final List<String> READS = List.of("select amount from orders where id = ?");

	private static final List<String> UPDATES = List.of("update orders set pad = repeat('y', 60) where id = ?");

	private final Options options;

	private final Load reads;

	private final Load updates;

	private final long aloneNanos;

	private final OrderServer server;

	private OltpBenchmark(Arguments arguments, Options options, OrderServer server) {
		this.options = options;
		this.reads = load(arguments, READS);
		this.updates = load(arguments, UPDATES);
		this.aloneNanos = arguments.number("seconds") * 1_000_000_000L;
		this.server = server;
	}

	/**
	 * Measures and prints.
	 * @param args see the module's README
	 */
	public static void main(String[] args) {
		Arguments arguments = Options.read(Map.of("indexes", "2", "clients", "1", "rate", "0", "seconds", "15"), args);
		Options options = Options.of(arguments);
		try (OrderServer server = new OrderServer(options.folder(), 0, OrderServer.MUCH_WAL)) {
			options.indexes().forEach(new OltpBenchmark(arguments, options, server)::series);
		}
	}

	private static Load load(Arguments arguments, List<String> statements) {
		return new Load(statements, arguments.number("rows") + 1L, arguments.number("clients"),
				arguments.number("rate"));
	}

	private void series(int indexes) {
		this.server.prepare(this.options.rows(), indexes);
		List<Way> ways = new ArrayList<>(this.options.ways());
		ways.add(Way.ONE);
		Map<Way, List<Felt>> results = this.options.rounds().run(ways, this::measure);
		System.out.printf(
				"%nPostgreSQL %d, %d rows, %d indexes, medians of %d rounds; %d clients read, %d update, %s%n%s%n",
				this.server.majorVersion(), this.options.rows(), indexes, this.options.rounds().count(),
				this.reads.clients(), this.updates.clients(),
				(this.reads.rate() == 0) ? "as fast as they can" : this.reads.rate() + " times a second each",
				Felt.HEADER);
		System.out.println(Felt.aloneRow(results.values().stream().flatMap(List::stream).toList()));
		results.forEach((way, rounds) -> System.out.println(Felt.row(way, rounds)));
		System.out.println();
	}

	private Felt measure(Way way, int round) {
		try (OrderTable table = this.server.copy()) {
			Service alone = serve(table, () -> LockSupport.parkNanos(this.aloneNanos));
			List<BatchTimes> times = new ArrayList<>();
			Service beside = serve(table, () -> times.add(way.fill(table)));
			table.check();
			Felt felt = new Felt(alone, beside, times.get(0));
			System.out.println("round " + round + ' ' + Felt.row(way, List.of(felt)));
			return felt;
		}
	}

	private Service serve(OrderTable table, Runnable meanwhile) {
		try (Clients readers = new Clients(table.dataSource(), this.reads);
				Clients writers = new Clients(table.dataSource(), this.updates)) {
			long begun = System.nanoTime();
			meanwhile.run();
			double seconds = (System.nanoTime() - begun) / 1e9;
			return new Service(readers.stop(), writers.stop(), seconds);
		}
	}

}
