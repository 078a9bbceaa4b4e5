package dev.zdm.benchmark;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

/**
 * In each round each way has its turn, and in each round another one is the first.
 *
 * @param count how many rounds there are
 */
record Rounds(int count) {

	/**
	 * Measures.
	 * @param measure measures a way, and is told the number of the round
	 * @return what was measured of each way, in the order of the ways
	 */
	<R> Map<Way, List<R>> run(List<Way> ways, BiFunction<Way, Integer, R> measure) {
		Map<Way, List<R>> results = new LinkedHashMap<>();
		ways.forEach((way) -> results.put(way, new ArrayList<>()));
		List<Way> order = new ArrayList<>(ways);
		for (int round = 1; round <= this.count; round++) {
			for (Way way : order) {
				results.get(way).add(measure.apply(way, round));
			}
			order.add(order.remove(0));
		}
		return results;
	}

}
