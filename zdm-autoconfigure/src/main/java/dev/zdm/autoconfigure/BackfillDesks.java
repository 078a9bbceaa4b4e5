package dev.zdm.autoconfigure;

import java.time.Clock;
import java.util.List;
import java.util.stream.Stream;

import dev.zdm.backfill.Backfill;
import dev.zdm.backfill.ForegroundBackfill;
import dev.zdm.event.Events;
import dev.zdm.guard.BackfillDesk;
import dev.zdm.guard.RequirementSettings;
import dev.zdm.journal.JournalSchema;
import dev.zdm.throttle.ReplicaLag;
import dev.zdm.throttle.Throttle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.BeansException;
import org.springframework.beans.factory.ObjectProvider;

/**
 * Gives each guard what it needs to know of the application's backfills. Migrations run
 * while beans are still being made, so that everything is asked for when it is needed.
 */
final class BackfillDesks {

	private static final Logger logger = LoggerFactory.getLogger(BackfillDesks.class);

	private final ObjectProvider<Backfill> beans;

	private final ObjectProvider<Throttle> throttle;

	private final ObjectProvider<JournalSchema> primary;

	private final Configured configured;

	private final Events events;

	BackfillDesks(ObjectProvider<Backfill> beans, ObjectProvider<Throttle> throttle,
			ObjectProvider<JournalSchema> primary, Configured configured, Events events) {
		this.beans = beans;
		this.throttle = throttle;
		this.primary = primary;
		this.configured = configured;
		this.events = events;
	}

	/** The desk of the guard of one database. */
	BackfillDesk of(JournalSchema schema) {
		return new BackfillDesk() {

			@Override
			public List<Backfill> declared() {
				return all();
			}

			@Override
			public ForegroundBackfill foreground() {
				return new ForegroundBackfill(schema, throttleOf(schema), BackfillDesks.this.events,
						BackfillDesks.this.configured.work().toSettings(),
						BackfillDesks.this.configured.lock().toExecutor());
			}

			@Override
			public RequirementSettings requirements() {
				return BackfillDesks.this.configured.work().requires().toSettings();
			}

		};
	}

	private List<Backfill> all() {
		try {
			return Stream.concat(this.beans.orderedStream(), this.configured.declared().toBackfills().stream())
				.toList();
		}
		catch (BeansException ex) {
			throw new IllegalStateException("A migration requires a backfill, and the beans of type Backfill cannot be "
					+ "made before the migrations are done, probably because one of them needs a bean that needs the "
					+ "migrated database. Let it ask for that bean lazily (ObjectProvider), or declare it as a property",
					ex);
		}
	}

	/**
	 * The application's own throttle is that of its primary database; a signal of it may
	 * need beans that need the migrated database.
	 */
	private Throttle throttleOf(JournalSchema schema) {
		try {
			Throttle shared = this.throttle.getIfAvailable();
			if (shared != null && schema == this.primary.getIfAvailable()) {
				return shared;
			}
		}
		catch (BeansException ex) {
			logger.warn("A migration waits for a backfill that is braked by the server's signals only: not all signals "
					+ "of the application can be made before the migrations are done", ex);
		}
		ThrottleProperties signals = this.configured.signals();
		ReplicaLag lag = new ReplicaLag(schema.dataSource(), List.of(), signals.replicaLag().toLimits());
		return new Throttle(lag, ConfiguredSignals.of(signals, schema.dataSource()), Clock.systemUTC());
	}

	/**
	 * What the properties say.
	 *
	 * @param declared backfills
	 * @param work how they are worked on
	 * @param signals what slows them down
	 * @param lock how locks are taken
	 */
	record Configured(BackfillsProperties declared, BackfillProperties work, ThrottleProperties signals,
			LockProperties lock) {
	}

}
