package dev.zdm.autoconfigure;

import java.time.Duration;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Map;

import javax.sql.DataSource;

import dev.zdm.event.Events;
import dev.zdm.execute.LadderSettings;
import dev.zdm.guard.BackfillDesk;
import dev.zdm.guard.Guard;
import dev.zdm.guard.GuardSettings;
import dev.zdm.guard.GuardSettings.Mode;
import dev.zdm.jdbc.GuardedDataSource;
import dev.zdm.jdbc.GuardedDataSources;
import dev.zdm.journal.JournalSchema;
import dev.zdm.journal.MigrationJournal;

import org.springframework.beans.factory.ObjectProvider;

/**
 * Makes the guard of each {@code DataSource}; the journal is in the database that the
 * {@code DataSource} leads to.
 */
final class GuardFactory implements GuardedDataSources {

	private final GuardSettings settings;

	private final LockProperties lock;

	private final Duration keep;

	private final Events events;

	private final ObjectProvider<BackfillDesks> desks;

	private final Map<DataSource, JournalSchema> schemas = Collections.synchronizedMap(new IdentityHashMap<>());

	GuardFactory(GuardSettings settings, LockProperties lock, Duration keep, Events events,
			ObjectProvider<BackfillDesks> desks) {
		this.settings = settings;
		this.lock = lock;
		this.keep = keep;
		this.events = events;
		this.desks = desks;
	}

	@Override
	public DataSource guarded(DataSource dataSource) {
		if (this.settings.mode() == Mode.OFF || dataSource instanceof GuardedDataSource) {
			return dataSource;
		}
		LadderSettings ladder = this.lock.toSettings();
		JournalSchema schema = schemaOf(dataSource);
		Guard guard = new Guard(this.settings, ladder.downtime(), this.lock.toExecutor(), journalOf(dataSource),
				this.events, () -> desk(schema));
		return new GuardedDataSource(dataSource, guard);
	}

	private BackfillDesk desk(JournalSchema schema) {
		BackfillDesks known = this.desks.getIfAvailable();
		return (known != null) ? known.of(schema) : BackfillDesk.undeclared(schema, this.events);
	}

	/** A journal in the database that a {@code DataSource} leads to. */
	MigrationJournal journalOf(DataSource dataSource) {
		return new MigrationJournal(schemaOf(dataSource), this.keep);
	}

	/** The schema of a guarded or unguarded {@code DataSource}, one for each. */
	JournalSchema schemaOf(DataSource dataSource) {
		return this.schemas.computeIfAbsent(GuardedDataSource.unguarded(dataSource), JournalSchema::new);
	}

}
