package dev.zdm.throttle;

import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class PaceLawTests {

	private final PaceLaw law = new PaceLaw();

	@Test
	void goesAtFullSpeedWithoutSignals() {
		assertThat(this.law.next(List.of()).signal()).isEmpty();
		assertThat(this.law.next(List.of())).isEqualTo(Pace.FULL);
	}

	@Test
	void findsItsWayToFullSpeedInTenSamplesWhileNothingIsUsed() {
		assertThat(sample(0.05).duty()).isBetween(0.28, 0.3);
		assertThat(samples(0.05, 9)).isEqualTo(Pace.FULL);
	}

	@Test
	void growsSlowlyOnceSomethingIsUsed() {
		assertThat(sample(0.2).duty()).isLessThan(0.25);
		assertThat(sample(0.2).duty()).isBetween(0.2, 0.25);
		assertThat(samples(0.2, 50)).isEqualTo(Pace.FULL);
	}

	@Test
	void slowsDownAsTheShareRisesAndBeforeItIsLarge() {
		fullSpeed();
		assertThat(sample(0.4).duty()).isBetween(0.6, 0.9);
	}

	@Test
	void losesNothingToAShareThatRisesAndFalls() {
		fullSpeed();
		sample(0.3);
		sample(0.6);
		sample(0.3);
		assertThat(sample(0).duty()).isGreaterThan(0.95);
	}

	@Test
	void staysWhereSevenTenthsAreUsed() {
		fullSpeed();
		double duty = samples(0.7, 1).duty();
		assertThat(samples(0.7, 20).duty()).isEqualTo(duty);
	}

	@Test
	void neverStopsBelowTheLimit() {
		Pace pace = samples(0.99, 100);
		assertThat(pace.stopped()).isFalse();
		assertThat(pace.duty()).isEqualTo(0.02);
	}

	@Test
	void stopsAtTheLimitAndNamesTheSignal() {
		Pace pace = sample(1);
		assertThat(pace.stopped()).isTrue();
		assertThat(pace.signal()).isEqualTo("lag");
		assertThat(pace.reason()).isEqualTo("lag: replica a: 1.0 s, the limit is 1.0 s");
	}

	@Test
	void goesOnWhenItIsBelowSevenTenthsAgainAndSaysWhyItStillWaits() {
		fullSpeed();
		samples(1.5, 20);
		assertThat(sample(0.8).reason()).contains("0.8 s").contains("below 70 % of the limit");
		Pace pace = sample(0.6);
		assertThat(pace.duty()).isBetween(0.4, 0.7);
	}

	@Test
	void stopsOnWhatIsUnknownAndForgetsNothingOverIt() {
		fullSpeed();
		Pace pace = this.law.next(List.of(observation(0.1), unknown(WhenUnknown.STOP)));
		assertThat(pace.stopped()).isTrue();
		assertThat(pace.reason()).isEqualTo("wal: unknown: nobody knows");
		assertThat(sample(0)).isEqualTo(Pace.FULL);
	}

	@Test
	void getsNoFasterButSlowerWhileASignalThatHoldsIsUnknown() {
		Pace pace = this.law.next(List.of(observation(0), unknown(WhenUnknown.HOLD)));
		assertThat(pace).isEqualTo(new Pace(0.25, "wal", "wal: unknown: nobody knows"));
		pace = this.law.next(List.of(observation(0.8), unknown(WhenUnknown.HOLD)));
		assertThat(pace.duty()).isLessThan(0.25);
		assertThat(pace.signal()).isEqualTo("lag");
	}

	@Test
	void ignoresWhatIsUnknownWhenToldTo() {
		fullSpeed();
		assertThat(this.law.next(List.of(observation(0), unknown(WhenUnknown.IGNORE)))).isEqualTo(Pace.FULL);
	}

	@Test
	void listensToTheWorstSignal() {
		Pace pace = this.law
			.next(List.of(new Observation("wal", WhenUnknown.STOP, Reading.of(2, 1, "MB", "")), observation(0.1)));
		assertThat(pace.signal()).isEqualTo("wal");
	}

	private void fullSpeed() {
		samples(0, 10);
	}

	private Pace samples(double use, int times) {
		Pace pace = sample(use);
		for (int i = 1; i < times; i++) {
			pace = sample(use);
		}
		return pace;
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
