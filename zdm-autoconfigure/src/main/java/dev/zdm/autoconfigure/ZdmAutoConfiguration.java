package dev.zdm.autoconfigure;

import javax.sql.DataSource;

import dev.zdm.event.EventListener;
import dev.zdm.event.Events;
import dev.zdm.guard.Judge;
import dev.zdm.jdbc.MigrationExecutor;
import dev.zdm.journal.JournalSchema;
import dev.zdm.journal.MigrationJournal;
import org.postgresql.PGConnection;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.context.annotation.Bean;

/**
 * Guards every {@code DataSource} and keeps the journal in the database of the primary
 * one.
 */
@AutoConfiguration(after = DataSourceAutoConfiguration.class)
@ConditionalOnClass({ DataSource.class, PGConnection.class })
@ConditionalOnBooleanProperty(name = "zdm.enabled", matchIfMissing = true)
@EnableConfigurationProperties({ GuardProperties.class, LockProperties.class, JournalProperties.class })
public final class ZdmAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	Events zdmEvents(ObjectProvider<EventListener> listeners) {
		return new Events(() -> listeners.orderedStream().toList());
	}

	@Bean
	GuardFactory zdmGuardFactory(GuardProperties guard, LockProperties lock, JournalProperties journal, Events events,
			ObjectProvider<BackfillDesks> desks) {
		return new GuardFactory(guard.toSettings(), lock, journal.keep(), events, desks);
	}

	@Bean
	static GuardedDataSourcePostProcessor zdmGuardedDataSourcePostProcessor(ObjectProvider<GuardFactory> guards) {
		return new GuardedDataSourcePostProcessor(guards);
	}

	@Bean
	@ConditionalOnMissingBean
	@ConditionalOnSingleCandidate(DataSource.class)
	JournalSchema zdmJournalSchema(DataSource dataSource, GuardFactory guards) {
		return guards.schemaOf(dataSource);
	}

	@Bean
	@ConditionalOnMissingBean
	@ConditionalOnSingleCandidate(DataSource.class)
	MigrationJournal zdmMigrationJournal(JournalSchema schema, JournalProperties properties) {
		return new MigrationJournal(schema, properties.keep());
	}

	@Bean
	@ConditionalOnMissingBean
	@ConditionalOnSingleCandidate(DataSource.class)
	MigrationExecutor zdmMigrationExecutor(DataSource dataSource, GuardProperties guard) {
		return new MigrationExecutor(dataSource, new Judge(guard.toSettings()));
	}

}
