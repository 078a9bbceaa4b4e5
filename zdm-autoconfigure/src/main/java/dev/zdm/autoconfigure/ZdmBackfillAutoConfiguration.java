package dev.zdm.autoconfigure;

import java.time.Clock;
import java.util.List;
import java.util.stream.Stream;

import javax.sql.DataSource;

import dev.zdm.backfill.Backfill;
import dev.zdm.backfill.BackfillRunner;
import dev.zdm.backfill.Backfills;
import dev.zdm.event.Events;
import dev.zdm.journal.JournalSchema;
import dev.zdm.throttle.ReplicaLag;
import dev.zdm.throttle.Signal;
import dev.zdm.throttle.Throttle;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.LazyInitializationExcludeFilter;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/**
 * Works on the backfills that the application declares as beans or as properties.
 */
@AutoConfiguration(after = ZdmAutoConfiguration.class)
@ConditionalOnBean(JournalSchema.class)
@EnableConfigurationProperties({ BackfillProperties.class, BackfillsProperties.class, ThrottleProperties.class })
public final class ZdmBackfillAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	Backfills zdmBackfills(JournalSchema schema, Events events, LockProperties lock) {
		return new Backfills(schema, events, lock.toExecutor());
	}

	@Bean
	BackfillDesks zdmBackfillDesks(ObjectProvider<Backfill> beans, ObjectProvider<Throttle> throttle,
			ObjectProvider<JournalSchema> primary, BackfillsProperties declared, BackfillProperties work,
			ThrottleProperties signals, LockProperties lock, Events events) {
		return new BackfillDesks(beans, throttle, primary, new BackfillDesks.Configured(declared, work, signals, lock),
				events);
	}

	@Bean
	@ConditionalOnMissingBean
	Throttle zdmThrottle(JournalSchema schema, ThrottleProperties properties, ObjectProvider<Signal> signals,
			@ReplicaDataSource ObjectProvider<DataSource> replicas) {
		ReplicaLag lag = new ReplicaLag(schema.dataSource(), replicas.orderedStream().toList(),
				properties.replicaLag().toLimits());
		List<Signal> further = Stream
			.concat(ConfiguredSignals.of(properties, schema.dataSource()).stream(), signals.orderedStream())
			.toList();
		requireMetrics("http-latency", properties.httpLatency().limit(), further);
		requireMetrics("pool-waiters", properties.poolWaiters().limit(), further);
		return new Throttle(lag, further, Clock.systemUTC());
	}

	/**
	 * A limit that nobody looks at would be taken for protection.
	 */
	private static void requireMetrics(String name, @Nullable Object limit, List<Signal> signals) {
		if (limit != null && signals.stream().noneMatch((signal) -> signal.name().equals(name))) {
			throw new IllegalStateException(
					"zdm.throttle.%s.limit needs Micrometer: add spring-boot-starter-actuator".formatted(name));
		}
	}

	@Bean
	@ConditionalOnMissingBean
	@ConditionalOnBooleanProperty(name = "zdm.backfill.enabled", matchIfMissing = true)
	BackfillRunner zdmBackfillRunner(JournalSchema schema, Throttle throttle, Events events,
			ObjectProvider<Backfill> beans, BackfillsProperties declared, BackfillProperties properties,
			LockProperties lock) {
		List<Backfill> backfills = Stream.concat(beans.orderedStream(), declared.toBackfills().stream()).toList();
		return new BackfillRunner(schema, throttle, events, backfills, properties.toSettings(), lock.toExecutor());
	}

	@Bean
	@ConditionalOnBean(BackfillRunner.class)
	BackfillLifecycle zdmBackfillLifecycle(BackfillRunner runner) {
		return new BackfillLifecycle(runner);
	}

	@Bean
	static LazyInitializationExcludeFilter zdmLazyInitializationExcludeFilter() {
		return LazyInitializationExcludeFilter.forBeanTypes(BackfillLifecycle.class);
	}

}
