package dev.zdm.throttle;

import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread that reads the signals, each as often as it wants, until it is interrupted.
 */
final class Sampler extends Thread {

	private static final Logger logger = LoggerFactory.getLogger(Sampler.class);

	private final List<Probe> probes;

	private final Clock clock;

	private final PaceLaw law = new PaceLaw();

	private volatile @Nullable Sample last;

	Sampler(List<Signal> signals, Clock clock) {
		super("zdm-throttle");
		setDaemon(true);
		this.probes = signals.stream().map(Probe::new).toList();
		this.clock = clock;
	}

	@Nullable Sample last() {
		return this.last;
	}

	@Override
	public void run() {
		Duration period = this.probes.stream().map(Probe::every).min(Duration::compareTo).orElseThrow();
		try {
			while (!isInterrupted()) {
				sampleOrGrowOld();
				Thread.sleep(period.toMillis());
			}
		}
		catch (InterruptedException ex) {
			interrupt();
		}
	}

	/**
	 * A sample that fails as a whole is none: the one before grows old.
	 */
	private void sampleOrGrowOld() {
		try {
			sample();
		}
		catch (RuntimeException ex) {
			logger.debug("The signals cannot be read", ex);
		}
	}

	private void sample() {
		Instant now = Instant.now(this.clock);
		try (Rounds rounds = new Rounds()) {
			List<Observation> observations = this.probes.stream().map((probe) -> probe.observe(now, rounds)).toList();
			this.last = new Sample(this.law.next(observations), observations, Instant.now(this.clock));
		}
	}

	/**
	 * A pace, what it follows from, and when it was found.
	 */
	record Sample(Pace pace, List<Observation> observations, Instant at) {
	}

	/**
	 * A signal and its last reading.
	 */
	private static final class Probe {

		private final Signal signal;

		private Instant due = Instant.EPOCH;

		private Reading reading = Reading.unknown("not read yet");

		Probe(Signal signal) {
			this.signal = signal;
		}

		Duration every() {
			return this.signal.every();
		}

		Observation observe(Instant now, Rounds rounds) {
			boolean clockWentBack = now.isBefore(this.due.minus(every()));
			if (!now.isBefore(this.due) || clockWentBack) {
				this.reading = read(rounds);
				this.due = now.plus(every());
			}
			return new Observation(this.signal.name(), this.signal.whenUnknown(), this.reading);
		}

		/**
		 * A reading that fails is no reading; nothing may end this thread.
		 */
		private Reading read(Rounds rounds) {
			try {
				return rounds.read(this.signal);
			}
			catch (SQLException ex) {
				logger.debug("Signal {} cannot be read", this.signal.name(), ex);
				return Reading.unknown("the database cannot be asked (SQLSTATE " + ex.getSQLState() + ")");
			}
			catch (Exception ex) {
				logger.debug("Signal {} cannot be read", this.signal.name(), ex);
				return Reading.unknown("it cannot be read (" + ex.getClass().getSimpleName() + ")");
			}
		}

	}

}
