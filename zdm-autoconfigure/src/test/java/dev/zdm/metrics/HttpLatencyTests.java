package dev.zdm.metrics;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

import dev.zdm.throttle.Reading;
import dev.zdm.throttle.WhenUnknown;
import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.LongTaskTimer;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.core.instrument.step.StepMeterRegistry;
import io.micrometer.core.instrument.step.StepRegistryConfig;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class HttpLatencyTests {

	private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

	private final AtomicLong nanos = new AtomicLong();

	private final HttpLatency signal = new HttpLatency(() -> this.registry, Duration.ofMillis(200), WhenUnknown.HOLD,
			this.nanos::get);

	@Test
	void isTheMeanOfTheLastSecondsNotSinceTheStart() {
		for (int i = 0; i < 1000; i++) {
			request("/orders", 1000);
		}
		this.signal.read();
		second();
		request("/orders", 100);
		request("/customers", 200);
		assertThat(this.signal.read()).isEqualTo(Reading.of(150, 200, "ms", "2 requests"));
		for (int i = 0; i < 11; i++) {
			second();
			this.signal.read();
		}
		assertThat(this.signal.read()).isEqualTo(Reading.of(0, 200, "ms", "no requests"));
	}

	@Test
	void leavesOutTheActuator() {
		request("/orders", 10);
		this.signal.read();
		second();
		request("/actuator/prometheus", 3000);
		request("/orders", 10);
		assertThat(this.signal.read().use()).isEqualTo(0.05);
	}

	@Test
	void isUnknownWhileRequestsHangAndNoneIsAnswered() {
		request("/orders", 10);
		LongTaskTimer.builder("http.server.requests.active").register(this.registry).start();
		assertThat(this.signal.read().describe()).isEqualTo("unknown: none of 1 requests has come to an end in 10 s");
	}

	@Test
	void isUnknownWithoutATimerOrARegistryThatCounts() {
		assertThat(this.signal.read().describe()).contains("no timer http.server.requests yet");
		assertThat(new HttpLatency(() -> null, Duration.ofSeconds(1), WhenUnknown.HOLD).read().describe())
			.contains("no meter registry");
		CompositeMeterRegistry composite = new CompositeMeterRegistry();
		HttpLatency inComposite = new HttpLatency(() -> composite, Duration.ofSeconds(1), WhenUnknown.HOLD);
		composite.add(new Steps());
		assertThat(inComposite.read().describe()).contains("no meter registry");
		composite.add(this.registry);
		request("/orders", 10);
		assertThat(inComposite.read().use()).isZero();
	}

	private void request(String uri, long millis) {
		this.registry.timer("http.server.requests", "uri", uri).record(Duration.ofMillis(millis));
	}

	private void second() {
		this.nanos.addAndGet(Duration.ofSeconds(1).toNanos());
	}

	private static final class Steps extends StepMeterRegistry {

		Steps() {
			super(new StepRegistryConfig() {

				@Override
				public String prefix() {
					return "steps";
				}

				@Override
				public @Nullable String get(String key) {
					return null;
				}

			}, Clock.SYSTEM);
		}

		@Override
		protected void publish() {
		}

		@Override
		protected java.util.concurrent.TimeUnit getBaseTimeUnit() {
			return java.util.concurrent.TimeUnit.SECONDS;
		}

	}

}
