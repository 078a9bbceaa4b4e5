package dev.zdm.throttle;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * From readings to a pace, one step per sample. With <em>u</em> the largest share of a
 * limit that any signal uses, the duty is multiplied by what <em>u</em> says twice: by
 * how far it is from 0.7, which is where it is to settle, and by how much it has changed
 * since the sample before, which is what keeps it from swinging. Multiplying makes the
 * law the same for a replica that can apply nine tenths of what is written and for one
 * that can apply one tenth.
 * <p>
 * Beside that stands a gate: it shuts at <em>u</em> = 1 and opens below 0.7. While it is
 * shut <em>u</em> says how far away the end of the stop is, and no longer that the duty
 * was too high, so only its changes are reckoned on. The first samples begin at a quarter
 * and grow fast until a signal shows that it is used at all. Not safe for several
 * threads.
 */
final class PaceLaw {

	private static final double SETTLE = 0.7;

	private static final double FASTER = 0.05;

	private static final double SLOWER = 0.08;

	private static final double AGAINST_CHANGE = 1;

	/** What is beyond this makes it no slower: the gate is shut by then. */
	private static final double MOST = 1.3;

	private static final double IN_USE = 0.1;

	private static final double SLOWEST = 0.02;

	private static final double FIRST = 0.25;

	private static final double FINDING = 1.15;

	private double duty = FIRST;

	private double last;

	private boolean stopped;

	private boolean finding = true;

	Pace next(List<Observation> observations) {
		Optional<Observation> worst = observations.stream()
			.filter(Observation::counts)
			.max(Comparator.comparingDouble(Observation::use));
		double use = worst.map(Observation::use).orElse(0.0);
		Optional<Observation> holding = observations.stream().filter(Observation::holds).findFirst();
		if (use != Double.POSITIVE_INFINITY) {
			adjust(Math.min(use, MOST), holding.isPresent());
		}
		this.stopped = use >= 1 || (this.stopped && use >= SETTLE);
		return pace(worst, holding);
	}

	private void adjust(double use, boolean hold) {
		double change = use - this.last;
		this.last = use;
		this.finding = this.finding && use < IN_USE;
		double distance = this.stopped ? Math.max(0, distance(use)) : distance(use);
		double wanted = this.finding ? this.duty * FINDING : this.duty * Math.exp(distance - AGAINST_CHANGE * change);
		double most = hold ? this.duty : 1;
		this.duty = Math.max(SLOWEST, Math.min(most, wanted));
	}

	private static double distance(double use) {
		return (use < SETTLE) ? FASTER * (SETTLE - use) / SETTLE : SLOWER * (SETTLE - use) / (1 - SETTLE);
	}

	private Pace pace(Optional<Observation> worst, Optional<Observation> holding) {
		if (this.stopped) {
			return worst.map(PaceLaw::stop).orElse(Pace.FULL);
		}
		Optional<Observation> reason = worst.filter((signal) -> holding.isEmpty() || signal.use() >= SETTLE)
			.or(() -> holding);
		return (this.duty == 1) ? Pace.FULL
				: reason
					.map((signal) -> new Pace(this.duty, signal.signal(), signal.signal() + ": " + signal.describe()))
					.orElse(Pace.FULL);
	}

	private static Pace stop(Observation worst) {
		String hint = (worst.use() < 1) ? "; goes on when this is below 70 % of the limit" : "";
		return Pace.stopped(worst.signal(), worst.describe() + hint);
	}

}
