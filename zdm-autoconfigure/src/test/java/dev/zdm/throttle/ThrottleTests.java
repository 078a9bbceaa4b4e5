package dev.zdm.throttle;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

class ThrottleTests {

	private final SettableClock clock = new SettableClock();

	@Test
	void holdsNothingBackWithoutSignals() {
		try (Throttle throttle = new Throttle(null, List.of(), this.clock)) {
			assertThat(throttle.pace()).isEqualTo(Pace.FULL);
			assertThat(throttle.replicas()).isEmpty();
		}
	}

	@Test
	void stopsUntilTheSignalsHaveBeenRead() {
		try (Throttle throttle = new Throttle(null, List.of(signal(() -> Reading.of(0, 1, "s", ""))), this.clock)) {
			assertThat(throttle.pace().stopped()).isTrue();
			throttle.start();
			await().untilAsserted(() -> assertThat(throttle.pace()).isEqualTo(Pace.FULL));
			throttle.stop();
			assertThat(throttle.pace().stopped()).isTrue();
		}
	}

	@Test
	void stopsWhenReadingsHaveGrownOld() {
		CountingSignal stuck = new CountingSignal();
		try (Throttle throttle = new Throttle(null, List.of(stuck), this.clock)) {
			throttle.start();
			await().untilAsserted(() -> assertThat(throttle.pace()).isEqualTo(Pace.FULL));
			stuck.hang = true;
			int reads = stuck.reads.get();
			this.clock.advance(Duration.ofSeconds(1));
			await().until(() -> stuck.reads.get() > reads);
			this.clock.advance(Duration.ofSeconds(3));
			assertThat(throttle.pace().reason()).contains("have not been read for");
		}
	}

	@Test
	void takesASignalThatThrowsForUnknownAndGoesOn() {
		AtomicBoolean broken = new AtomicBoolean(true);
		Signal signal = signal(() -> {
			if (broken.get()) {
				throw new IllegalStateException("no such thing");
			}
			return Reading.of(0, 1, "s", "");
		});
		try (Throttle throttle = new Throttle(null, List.of(signal), Clock.systemUTC())) {
			throttle.start();
			await().untilAsserted(() -> assertThat(throttle.pace().reason())
				.isEqualTo("test: unknown: it cannot be read (IllegalStateException)"));
			broken.set(false);
			await().untilAsserted(() -> assertThat(throttle.pace().stopped()).isFalse());
		}
	}

	@Test
	void refusesTwoSignalsOfOneName() {
		Signal signal = signal(() -> Reading.of(0, 1, "s", ""));
		assertThatIllegalArgumentException().isThrownBy(() -> new Throttle(null, List.of(signal, signal), this.clock))
			.withMessageContaining("Two signals are named \"test\"");
	}

	@Test
	void showsWhatTheSignalsSaidWhileItReadsThem() {
		try (Throttle throttle = new Throttle(null, List.of(signal(() -> Reading.of(3, 4, "s", "it"))), this.clock)) {
			assertThat(throttle.signals()).isEmpty();
			throttle.start();
			await().untilAsserted(() -> assertThat(throttle.signals()).containsExactly(
					new SignalState("test", 3.0, 4.0, "s", 0.75, WhenUnknown.STOP, "it: 3.0 s, the limit is 4.0 s")));
			throttle.stop();
			assertThat(throttle.signals()).isEmpty();
		}
	}

	@Test
	void countsLostTimeBySignal() {
		try (Throttle throttle = new Throttle(null, List.of(), this.clock)) {
			throttle.heldBack(Pace.stopped("replica-lag", "far behind"), Duration.ofMillis(1500));
			throttle.heldBack(Pace.stopped("replica-lag", "far behind"), Duration.ofMillis(500));
			throttle.heldBack(Pace.FULL, Duration.ofSeconds(9));
			assertThat(throttle.heldBackSeconds()).containsExactly(java.util.Map.entry("replica-lag", 2.0));
		}
	}

	private static Signal signal(java.util.concurrent.Callable<Reading> read) {
		return new Signal() {

			@Override
			public String name() {
				return "test";
			}

			@Override
			public Reading read() throws Exception {
				return read.call();
			}

			@Override
			public Duration every() {
				return Duration.ofMillis(50);
			}

		};
	}

	/**
	 * A signal whose source can hang.
	 */
	private static final class CountingSignal implements Signal {

		private final AtomicInteger reads = new AtomicInteger();

		private volatile boolean hang;

		@Override
		public String name() {
			return "test";
		}

		@Override
		public Reading read() throws Exception {
			this.reads.incrementAndGet();
			if (this.hang) {
				Thread.sleep(60_000);
			}
			return Reading.of(0, 1, "s", "");
		}

		@Override
		public Duration every() {
			return Duration.ofMillis(50);
		}

	}

}
