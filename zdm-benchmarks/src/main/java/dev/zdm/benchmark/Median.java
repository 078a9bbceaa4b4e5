package dev.zdm.benchmark;

import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * The middle of what several rounds have shown.
 */
final class Median {

	private Median() {
	}

	/**
	 * The median of one figure.
	 * @param rounds the rounds, at least one
	 */
	static <T> double of(List<T> rounds, ToDoubleFunction<T> figure) {
		double[] sorted = rounds.stream().mapToDouble(figure).sorted().toArray();
		int middle = sorted.length / 2;
		return (sorted.length % 2 == 1) ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
	}

}
