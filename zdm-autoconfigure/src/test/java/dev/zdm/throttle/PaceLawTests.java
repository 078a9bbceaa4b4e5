package dev.zdm.throttle;

import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class PaceLawTests {

	private final PaceLaw law = new PaceLaw();

	@Test
	void goesAtFullSpeedWithoutSignals() {
		assertThat(this.law.next(List.of())).isEqualTo(Pace.FULL);
	}

	@Test
	void goesAtFullSpeedWhileLittleIsUsed() {
		assertThat(sample(0.2)).isEqualTo(Pace.FULL);
	}

	@Test
	void slowsDownStepByStepNearTheLimit() {
		assertThat(sample(0.9).duty()).isCloseTo(0.9, within(0.001));
		assertThat(sample(0.9).duty()).isCloseTo(0.8, within(0.001));
	}

	@Test
	void neverStopsBelowTheLimit() {
		for (int i = 0; i < 50; i++) {
			sample(0.99);
		}
		assertThat(sample(0.99).duty()).isCloseTo(0.05, within(0.001));
	}

	@Test
	void holdsItsSpeedInBetween() {
		sample(0.9);
		assertThat(sample(0.6).duty()).isCloseTo(0.9, within(0.001));
	}

	@Test
	void speedsUpAgainWhenThereIsRoom() {
		sample(0.9);
		sample(0.9);
		assertThat(sample(0.1).duty()).isCloseTo(0.9, within(0.001));
		assertThat(sample(0.1)).isEqualTo(Pace.FULL);
	}

	@Test
	void stopsAtTheLimitAndNamesTheSignal() {
		Pace pace = sample(1);
		assertThat(pace.stopped()).isTrue();
		assertThat(pace.signal()).isEqualTo("lag");
		assertThat(pace.reason()).isEqualTo("lag: replica a: 1.0 s, the limit is 1.0 s");
	}

	@Test
	void goesOnAtHalfSpeedAfterTwoCalmSamples() {
		sample(1.5);
		assertThat(sample(0.6).stopped()).isTrue();
		assertThat(sample(0.6).duty()).isCloseTo(0.5, within(0.001));
	}

	@Test
	void startsCountingCalmSamplesAnewAfterOneThatIsNot() {
		sample(1.5);
		sample(0.6);
		assertThat(sample(0.75).stopped()).isTrue();
		assertThat(sample(0.6).stopped()).isTrue();
		assertThat(sample(0.6).stopped()).isFalse();
	}

	@Test
	void saysWhyItStillWaitsWhenTheLimitIsKeptAgain() {
		sample(1.5);
		assertThat(sample(0.8).reason()).contains("0.8 s").contains("below 70 % of the limit");
	}

	@Test
	void stopsOnWhatIsUnknown() {
		Pace pace = this.law.next(List.of(observation(0.1), unknown(WhenUnknown.STOP)));
		assertThat(pace.stopped()).isTrue();
		assertThat(pace.reason()).isEqualTo("wal: unknown: nobody knows");
	}

	@Test
	void ignoresWhatIsUnknownWhenToldTo() {
		assertThat(this.law.next(List.of(observation(0.1), unknown(WhenUnknown.IGNORE)))).isEqualTo(Pace.FULL);
	}

	@Test
	void listensToTheWorstSignal() {
		Pace pace = this.law
			.next(List.of(new Observation("wal", WhenUnknown.STOP, Reading.of(2, 1, "MB", "")), observation(0.1)));
		assertThat(pace.signal()).isEqualTo("wal");
	}

	private Pace sample(double use) {
		return this.law.next(List.of(observation(use)));
	}

	private static Observation observation(double use) {
		return new Observation("lag", WhenUnknown.STOP, Reading.of(use, 1, "s", "replica a"));
	}

	private static Observation unknown(WhenUnknown whenUnknown) {
		return new Observation("wal", whenUnknown, Reading.unknown("nobody knows"));
	}

}
