package dev.zdm.throttle;

import java.util.IdentityHashMap;
import java.util.Map;

import javax.sql.DataSource;

/**
 * The rounds of one sample, one for each server that is asked.
 */
final class Rounds implements AutoCloseable {

	private final Map<DataSource, Round> rounds = new IdentityHashMap<>();

	/**
	 * Reads a signal on the connection that it shares, if it is of that kind.
	 */
	Reading read(Signal signal) throws Exception {
		return (signal instanceof ServerSignal shared)
				? shared.read(this.rounds.computeIfAbsent(shared.server(), Round::new)) : signal.read();
	}

	@Override
	public void close() {
		this.rounds.values().forEach(Round::close);
	}

}
