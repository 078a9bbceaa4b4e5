package dev.zdm.actuate;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

import dev.zdm.throttle.Pace;
import dev.zdm.throttle.ReplicaState;
import dev.zdm.throttle.SignalState;
import dev.zdm.throttle.Throttle;
import org.jspecify.annotations.Nullable;

/**
 * What slows backfills down, as the instance sees it that answers. An instance that works
 * on no backfill reads no signals and says so.
 *
 * @param pace the share of time that backfills may work: 1 at full speed, 0 stopped; null
 * while no backfill is at work here
 * @param signal the name of the signal that slows them down; empty at full speed
 * @param reason why; empty at full speed
 * @param signals what the signals said last; empty while no backfill is at work here
 * @param replicas the replicas as they were last seen, in the order of their names
 * @param heldBack how long the backfills of this instance have been held back since its
 * start, by name of the signal
 */
public record ThrottleDescriptor(@Nullable Double pace, String signal, String reason, List<SignalDescriptor> signals,
		List<ReplicaDescriptor> replicas, Map<String, Duration> heldBack) {

	static ThrottleDescriptor of(Throttle throttle) {
		Pace pace = throttle.pace();
		Map<String, Duration> heldBack = new TreeMap<>();
		throttle.heldBackSeconds()
			.forEach((signal, seconds) -> heldBack.put(signal, Duration.ofMillis(Math.round(seconds * 1000))));
		if (!throttle.isRunning()) {
			return new ThrottleDescriptor(null, "", "no backfill is at work in this instance", List.of(),
					throttle.replicas().stream().map(ReplicaDescriptor::of).toList(), heldBack);
		}
		return new ThrottleDescriptor(pace.duty(), pace.signal(), pace.reason(),
				throttle.signals().stream().map(SignalDescriptor::of).toList(),
				throttle.replicas().stream().map(ReplicaDescriptor::of).toList(), heldBack);
	}

	/**
	 * What one signal said last.
	 *
	 * @param name its name
	 * @param value the figure; null when unknown
	 * @param limit where backfills stop; null when unknown
	 * @param unit the unit of both; empty when unknown
	 * @param share how much of the limit is used: 0 for none, 1 at the limit; null when
	 * unknown
	 * @param whenUnknown what happens while it is unknown: {@code stop}, {@code hold} or
	 * {@code ignore}
	 * @param description all that in words
	 */
	public record SignalDescriptor(String name, @Nullable Double value, @Nullable Double limit, String unit,
			@Nullable Double share, String whenUnknown, String description) {

		static SignalDescriptor of(SignalState signal) {
			return new SignalDescriptor(signal.name(), signal.value(), signal.limit(), signal.unit(), signal.share(),
					signal.whenUnknown().name().toLowerCase(Locale.ROOT), signal.description());
		}

	}

	/**
	 * One receiver of the primary's write-ahead log.
	 *
	 * @param name its {@code application_name}
	 * @param state what {@code pg_stat_replication.state} says, or {@code gone} or
	 * {@code hidden}
	 * @param lag how long ago the primary wrote what it replays next; null when unknown
	 * or not counted
	 * @param forecast how long it will take until what is written now is replayed there;
	 * null when that is not known
	 * @param bytesBehind how much it has still to replay; null when unknown
	 * @param counted whether its lag slows backfills down
	 * @param note what else there is to say; empty for nothing
	 */
	public record ReplicaDescriptor(String name, String state, @Nullable Duration lag, @Nullable Duration forecast,
			@Nullable Long bytesBehind, boolean counted, String note) {

		static ReplicaDescriptor of(ReplicaState replica) {
			return new ReplicaDescriptor(replica.name(), replica.state(), millis(replica.lag()),
					millis(replica.forecast()), replica.bytesBehind(), replica.counted(), replica.note());
		}

		private static @Nullable Duration millis(@Nullable Duration time) {
			return (time != null) ? Duration.ofMillis(time.toMillis()) : null;
		}

	}

}
