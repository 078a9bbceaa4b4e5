package dev.zdm.autoconfigure;

import java.time.Duration;
import java.util.List;

import dev.zdm.throttle.WhenUnknown;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

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
	 * @param unknown What to do while the lag cannot be read.
	 * @param ignore Names of replicas whose lag does not count.
	 */
	public record ReplicaLagProperties(@DefaultValue("1s") Duration limit, @DefaultValue("stop") WhenUnknown unknown,
			@DefaultValue List<String> ignore) {
	}

}
