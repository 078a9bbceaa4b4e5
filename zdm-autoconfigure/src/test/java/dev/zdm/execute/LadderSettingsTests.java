package dev.zdm.execute;

import java.time.Duration;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class LadderSettingsTests {

	@Test
	void theFirstAttemptHardlyWaitsAndTheLastWaitsForTheDowntime() {
		assertThat(IntStream.range(0, 9).mapToObj(LadderSettings.defaults()::allowed).map(Duration::toMillis))
			.containsExactly(1L, 15L, 31L, 62L, 125L, 250L, 500L, 1000L, 1000L);
	}

	@Test
	void pausesGrowUpToAFewSeconds() {
		LadderSettings settings = LadderSettings.defaults();
		assertThat(settings.pause(0)).isBetween(Duration.ofMillis(56), Duration.ofMillis(94));
		assertThat(settings.pause(4)).isBetween(Duration.ofMillis(284), Duration.ofMillis(475));
		assertThat(settings.pause(1000)).isBetween(Duration.ofMillis(3750), Duration.ofMillis(6250));
	}

	@Test
	void settingsThatMakeNoSenseAreRefusedByName() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new LadderSettings(Duration.ZERO, 7, Duration.ofMillis(75), Duration.ofMinutes(1)))
			.withMessageContaining("zdm.lock.downtime ");
		assertThatIllegalArgumentException()
			.isThrownBy(
					() -> new LadderSettings(Duration.ofSeconds(1), 0, Duration.ofMillis(75), Duration.ofMinutes(1)))
			.withMessageContaining("zdm.lock.downtime-steps");
	}

}
