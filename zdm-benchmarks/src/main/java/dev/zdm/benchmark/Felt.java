package dev.zdm.benchmark;

import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/**
 * What clients felt of a way to fill a column.
 *
 * @param alone what they got before that
 * @param beside what they got meanwhile
 * @param times how it went
 */
record Felt(Service alone, Service beside, BatchTimes times) {

	static final String HEADER = """
			| beside | updates/s | of alone | p50 ms | p99 ms | worst ms | reads/s | of alone | p99 ms | worst ms | rows/s | batch p99 ms | worst ms |
			|---|---|---|---|---|---|---|---|---|---|---|---|---|""";

	/**
	 * The line of the clients alone.
	 * @param rounds all rounds of all ways
	 */
	static String aloneRow(List<Felt> rounds) {
		return "| nothing | " + cells(rounds, Felt::alone) + " | – | – | – |";
	}

	/**
	 * The line of a way.
	 */
	static String row(Way way, List<Felt> rounds) {
		return String.format(Locale.ROOT, "| %s | %s | %.0f | %.0f | %.0f |", way.name(), cells(rounds, Felt::beside),
				Median.of(rounds, (felt) -> felt.times().rowsPerSecond()),
				Median.of(rounds, (felt) -> felt.times().transactions().percentile(99)),
				Median.of(rounds, (felt) -> felt.times().transactions().longest()));
	}

	private static String cells(List<Felt> rounds, Function<Felt, Service> when) {
		ToDoubleFunction<Function<Service, Double>> median = (figure) -> Median.of(rounds,
				(felt) -> figure.apply(when.apply(felt)));
		return String.format(Locale.ROOT, "%.0f | %.2f | %.2f | %.1f | %.0f | %.0f | %.2f | %.1f | %.0f",
				median.applyAsDouble(Service::updatesPerSecond),
				Median.of(rounds, (felt) -> when.apply(felt).updatesPerSecond() / felt.alone().updatesPerSecond()),
				median.applyAsDouble((service) -> service.updates().percentile(50)),
				median.applyAsDouble((service) -> service.updates().percentile(99)),
				median.applyAsDouble((service) -> service.updates().longest()),
				median.applyAsDouble(Service::readsPerSecond),
				Median.of(rounds, (felt) -> when.apply(felt).readsPerSecond() / felt.alone().readsPerSecond()),
				median.applyAsDouble((service) -> service.reads().percentile(99)),
				median.applyAsDouble((service) -> service.reads().longest()));
	}

}
