package dev.zdm.benchmark;

/**
 * What a table's clients got in a time.
 *
 * @param reads how long the reads took
 * @param updates how long the updates took
 * @param seconds how long the time was
 */
record Service(Latencies reads, Latencies updates, double seconds) {

	double readsPerSecond() {
		return this.reads.count() / this.seconds;
	}

	double updatesPerSecond() {
		return this.updates.count() / this.seconds;
	}

}
