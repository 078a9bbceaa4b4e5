package dev.zdm.autoconfigure;

import java.time.Duration;
import java.util.List;
import java.util.Set;

import dev.zdm.throttle.ReplicaLimits;
import dev.zdm.throttle.WhenUnknown;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Properties of the signals that slow backfills down.
 *
 * @param replicaLag How far replicas may lag behind.
 */
@ConfigurationProperties("zdm.throttle")
public record ThrottleProperties(@DefaultValue ReplicaLagProperties replicaLag) {

	/**
	 * How far replicas may lag behind.
	 *
	 * @param limit Lag of the worst replica at which backfills stop.
	 * @param limitBytes Amount of WAL left to replay at which backfills stop. Without it,
	 * only time counts, and logical slots do not count.
	 * @param unknown What to do while the lag cannot be read.
	 * @param ignore Names of replicas whose lag does not count.
	 * @param forgetAfter How long a replica that has gone is expected back.
	 */
	public record ReplicaLagProperties(@DefaultValue("1s") Duration limit, @Nullable DataSize limitBytes,
			@DefaultValue("stop") WhenUnknown unknown, @DefaultValue List<String> ignore,
			@DefaultValue("1d") Duration forgetAfter) {

		ReplicaLimits toLimits() {
			return new ReplicaLimits(this.limit, (this.limitBytes != null) ? this.limitBytes.toBytes() : 0,
					this.unknown, Set.copyOf(this.ignore), this.forgetAfter);
		}

	}

}
