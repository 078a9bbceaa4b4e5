package dev.zdm.metrics;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

import dev.zdm.throttle.Reading;
import dev.zdm.throttle.Signal;
import dev.zdm.throttle.WhenUnknown;
import io.micrometer.core.instrument.LongTaskTimer;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import org.jspecify.annotations.Nullable;

/**
 * How long this instance takes on average to answer the HTTP requests that it has
 * answered in the last ten seconds, from the timers {@code http.server.requests}; those
 * to {@code /actuator} do not count. Without requests there is nothing to suffer and the
 * figure is 0; with requests of which none has come to an end it is unknown.
 */
public final class HttpLatency implements Signal {

	/** What the signal is called. */
	public static final String NAME = "http-latency";

	private static final String METER = "http.server.requests";

	private static final Duration WINDOW = Duration.ofSeconds(10);

	private final CumulativeMeters meters;

	private final Duration limit;

	private final WhenUnknown whenUnknown;

	private final LongSupplier nanoTime;

	private final Deque<Total> totals = new ArrayDeque<>();

	/**
	 * Creates the signal; the supplier is asked at every reading.
	 * @param registry gives the registry of the application; null when there is none
	 * @param limit the mean time at which backfills stop; above zero
	 * @param whenUnknown what happens while it is unknown
	 */
	public HttpLatency(Supplier<? extends @Nullable MeterRegistry> registry, Duration limit, WhenUnknown whenUnknown) {
		this(registry, limit, whenUnknown, System::nanoTime);
	}

	HttpLatency(Supplier<? extends @Nullable MeterRegistry> registry, Duration limit, WhenUnknown whenUnknown,
			LongSupplier nanoTime) {
		if (limit.isNegative() || limit.isZero()) {
			throw new IllegalArgumentException("The limit of " + NAME + " must be above zero, not " + limit
					+ ": set zdm.throttle.http-latency.limit");
		}
		this.meters = new CumulativeMeters(registry);
		this.limit = limit;
		this.whenUnknown = whenUnknown;
		this.nanoTime = nanoTime;
	}

	@Override
	public String name() {
		return NAME;
	}

	@Override
	public WhenUnknown whenUnknown() {
		return this.whenUnknown;
	}

	@Override
	public Reading read() {
		MeterRegistry registry = this.meters.find();
		if (registry == null) {
			return Reading.unknown("there is no meter registry that counts from the start on");
		}
		if (registry.find(METER).timers().isEmpty()) {
			return Reading.unknown("there is no timer " + METER + " yet");
		}
		Total now = total(registry);
		Total before = before(now);
		long requests = now.requests() - before.requests();
		if (requests > 0) {
			return reading((now.millis() - before.millis()) / requests, requests + " requests");
		}
		int active = registry.find(METER + ".active")
			.longTaskTimers()
			.stream()
			.mapToInt(LongTaskTimer::activeTasks)
			.sum();
		return (active > 0)
				? Reading.unknown("none of " + active + " requests has come to an end in " + WINDOW.toSeconds() + " s")
				: reading(0, "no requests");
	}

	private Reading reading(double millis, String subject) {
		return Reading.of(millis, this.limit.toNanos() / 1e6, "ms", subject);
	}

	/**
	 * What the total was at the beginning of the window.
	 */
	private Total before(Total now) {
		Total last = this.totals.peekLast();
		if (last != null && (now.requests() < last.requests() || now.at() - last.at() > WINDOW.toNanos())) {
			this.totals.clear();
		}
		this.totals.add(now);
		while (now.at() - this.totals.getFirst().at() > WINDOW.toNanos()) {
			this.totals.removeFirst();
		}
		return this.totals.getFirst();
	}

	private Total total(MeterRegistry registry) {
		long requests = 0;
		double millis = 0;
		for (Timer timer : registry.find(METER).timers()) {
			String uri = timer.getId().getTag("uri");
			if (uri == null || !uri.startsWith("/actuator")) {
				requests += timer.count();
				millis += timer.totalTime(TimeUnit.MILLISECONDS);
			}
		}
		return new Total(this.nanoTime.getAsLong(), requests, millis);
	}

	/**
	 * All requests since the start.
	 */
	private record Total(long at, long requests, double millis) {
	}

}
