package dev.zdm.throttle;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * From readings to a pace, one step per sample. With <em>u</em> the largest share of a
 * limit that any signal uses: below 0.5 a little faster, up to 0.8 as before, below 1 a
 * little slower, from 1 on stopped until u has stayed below 0.7 for two samples. After a
 * stop it goes on at half the speed it had. Not safe for several threads.
 */
final class PaceLaw {

	private static final double FASTER_BELOW = 0.5;

	private static final double SLOWER_FROM = 0.8;

	private static final double GO_ON_BELOW = 0.7;

	private static final int CALM_SAMPLES = 2;

	private static final double STEP = 0.1;

	private static final double SLOWEST = 0.05;

	private double duty = 1;

	private boolean stopped;

	private int calm;

	Pace next(List<Observation> observations) {
		Optional<Observation> worst = observations.stream()
			.filter(Observation::counts)
			.max(Comparator.comparingDouble(Observation::use));
		double use = worst.map(Observation::use).orElse(0.0);
		if (use >= 1) {
			stop();
		}
		else if (this.stopped) {
			calmDown(use);
		}
		else {
			adjust(use);
		}
		return worst.map(this::pace).orElse(Pace.FULL);
	}

	private void stop() {
		if (!this.stopped) {
			this.duty = Math.max(SLOWEST, this.duty / 2);
		}
		this.stopped = true;
		this.calm = 0;
	}

	private void calmDown(double use) {
		this.calm = (use < GO_ON_BELOW) ? this.calm + 1 : 0;
		this.stopped = this.calm < CALM_SAMPLES;
	}

	private void adjust(double use) {
		if (use < FASTER_BELOW) {
			this.duty = Math.min(1, this.duty + STEP);
		}
		else if (use >= SLOWER_FROM) {
			this.duty = Math.max(SLOWEST, this.duty - STEP);
		}
	}

	private Pace pace(Observation worst) {
		if (this.stopped) {
			String hint = (worst.use() < 1) ? "; goes on when this stays below 70 % of the limit" : "";
			return Pace.stopped(worst.signal(), worst.describe() + hint);
		}
		return (this.duty == 1) ? Pace.FULL
				: new Pace(this.duty, worst.signal(), worst.signal() + ": " + worst.describe());
	}

}
