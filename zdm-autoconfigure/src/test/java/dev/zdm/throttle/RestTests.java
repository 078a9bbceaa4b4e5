package dev.zdm.throttle;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class RestTests {

	private volatile double use;

	@Test
	void isAsLongAsTheDutySaysAndCounted() {
		try (Throttle throttle = throttle()) {
			this.use = 0.99;
			throttle.start();
			await().until(() -> !throttle.pace().stopped() && throttle.pace().duty() <= 0.02);
			Duration rested = rest(throttle, Duration.ofMillis(10));
			assertThat(rested).isBetween(Duration.ofMillis(440), Duration.ofMillis(1500));
			assertThat(throttle.heldBackSeconds().get("test")).isBetween(0.44, 1.5);
		}
	}

	@Test
	void followsThePaceWhileItLasts() {
		try (Throttle throttle = throttle()) {
			this.use = 0.99;
			throttle.start();
			await().until(() -> !throttle.pace().stopped() && throttle.pace().duty() <= 0.02);
			this.use = 0;
			assertThat(rest(throttle, Duration.ofSeconds(1))).isLessThan(Duration.ofSeconds(20));
		}
	}

	@Test
	void endsWhenThePauseSaysSoAndDoesNotBeginAtFullSpeed() {
		try (Throttle throttle = throttle()) {
			this.use = 0.99;
			throttle.start();
			await().until(() -> !throttle.pace().stopped() && throttle.pace().duty() <= 0.02);
			int[] pauses = { 0 };
			throttle.rest(Duration.ofSeconds(9), (time) -> pauses[0]++ < 2);
			assertThat(pauses).containsExactly(3);
			this.use = 0;
			await().untilAsserted(() -> assertThat(throttle.pace()).isEqualTo(Pace.FULL));
			throttle.rest(Duration.ofSeconds(9), (time) -> pauses[0]++ < 2);
			assertThat(pauses).containsExactly(3);
		}
	}

	private static Duration rest(Throttle throttle, Duration work) {
		long from = System.nanoTime();
		throttle.rest(work, (time) -> {
			LockSupport.parkNanos(time.toNanos());
			return true;
		});
		return Duration.ofNanos(System.nanoTime() - from);
	}

	private Throttle throttle() {
		return new Throttle(null, List.of(new Signal() {

			@Override
			public String name() {
				return "test";
			}

			@Override
			public Reading read() {
				return Reading.of(RestTests.this.use, 1, "s", "");
			}

			@Override
			public Duration every() {
				return Duration.ofMillis(20);
			}

		}), Clock.systemUTC());
	}

}
