package dev.zdm.benchmark;

import java.util.Locale;

/**
 * What clients felt of a statement.
 *
 * @param outcome what became of the statement
 * @param seconds how long it took
 * @param latencies what the clients' statements took meanwhile
 */
record Measurement(String outcome, double seconds, Latencies latencies) {

	static final String HEADER = """
			| statement | obstacle | way | outcome | took s | clients' statements | p50 ms | p99 ms | over 100 ms | longest ms |
			|---|---|---|---|---|---|---|---|---|---|""";

	String row(String statement, long obstacleSeconds, String way) {
		return String.format(Locale.ROOT, "| %s | %s | %s | %s | %.2f | %d | %.2f | %.1f | %d | %.0f |", statement,
				(obstacleSeconds == 0) ? "–" : obstacleSeconds + " s", way, this.outcome, this.seconds,
				this.latencies.count(), this.latencies.percentile(50), this.latencies.percentile(99),
				this.latencies.late(), this.latencies.longest());
	}

}
