package dev.zdm.throttle;

import java.time.Duration;
import java.time.Instant;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class LagHistoryTests {

	private final LagHistory history = new LagHistory();

	@Test
	void knowsNoAgeOfThePresentPosition() {
		add(0, 100);
		assertThat(this.history.age(100)).isEmpty();
		assertThat(this.history.age(101)).isEmpty();
	}

	@Test
	void countsFromTheMomentThatThePrimaryWentOn() {
		add(0, 100);
		add(60, 100);
		add(61, 200);
		add(70, 300);
		assertThat(this.history.age(100)).contains(Duration.ofSeconds(10));
	}

	@Test
	void interpolatesBetweenTwoPositions() {
		add(0, 100);
		add(10, 200);
		assertThat(this.history.age(150)).contains(Duration.ofSeconds(5));
	}

	@Test
	void saysAtLeastHowLongItHasWatchedWhenThePositionIsOlder() {
		add(0, 100);
		add(10, 200);
		assertThat(this.history.age(50)).contains(Duration.ofSeconds(10));
		assertThat(this.history.reachesBackTo(50)).isFalse();
	}

	@Test
	void beginsAnewWhenThePositionGoesBack() {
		add(0, 100);
		add(1, 200);
		add(2, 150);
		assertThat(this.history.age(150)).isEmpty();
		assertThat(this.history.reachesBackTo(100)).isFalse();
	}

	@Test
	void remembersALongStopWithoutGrowing() {
		for (int second = 0; second < 10_000; second++) {
			add(second, second);
		}
		assertThat(this.history.age(0)).contains(Duration.ofSeconds(9999));
		assertThat(this.history.age(9998).orElseThrow()).isLessThan(Duration.ofSeconds(3));
	}

	private void add(long second, long position) {
		this.history.add(Instant.EPOCH.plusSeconds(second), position);
	}

}
