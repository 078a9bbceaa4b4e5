package dev.zdm.throttle;

import java.time.Duration;
import java.time.Instant;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ReplayPaceTests {

	private final ReplayPace pace = new ReplayPace();

	@Test
	void saysNothingBeforeItHasSeenHalfASecondOfWork() {
		assertThat(at(0, 1000, 0)).isNull();
		assertThat(at(400, 2000, 40)).isNull();
		assertThat(at(1000, 2000, 100)).isEqualTo(Duration.ofSeconds(19));
	}

	@Test
	void saysNothingAboutAReplicaThatWasIdleInBetween() {
		at(0, 100, 90);
		at(400, 200, 150);
		assertThat(at(800, 300, 200)).isNull();
		assertThat(at(1200, 400, 290)).isNull();
	}

	@Test
	void saysNothingAboutAReplicaThatStandsStill() {
		at(0, 1000, 0);
		assertThat(at(2000, 2000, 0)).isNull();
	}

	@Test
	void looksAtTheLastSecondsOnly() {
		at(0, 100_000, 0);
		for (int second = 1; second <= 10; second++) {
			at(second * 1000L, 100_000, second * 10_000L);
		}
		at(12_000, 200_000, 100_100);
		assertThat(at(16_000, 200_000, 100_500)).isNotNull();
	}

	@Test
	void beginsAnewAfterAPromotion() {
		at(0, 1000, 500);
		assertThat(at(2000, 1000, 100)).isNull();
	}

	private @Nullable Duration at(long millis, long written, long replayed) {
		return this.pace.forecast(Instant.EPOCH.plusMillis(millis), written, replayed);
	}

}
