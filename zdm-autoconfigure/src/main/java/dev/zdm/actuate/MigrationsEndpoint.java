package dev.zdm.actuate;

import java.sql.SQLException;
import java.util.List;

import dev.zdm.backfill.Backfills;
import dev.zdm.journal.MigrationJournal;
import dev.zdm.journal.MigrationRecord;
import dev.zdm.throttle.Throttle;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.core.NestedRuntimeException;

/**
 * The actuator endpoint {@code migrations}: what was judged, planned and run, how far the
 * backfills are, and what slows them down. It shows no literal of any statement.
 * <p>
 * Reading asks the database; while that is down an answer takes as long as the
 * {@code DataSource} waits for a connection. Pausing, resuming, cancelling and releasing
 * need {@code management.endpoint.migrations.access=unrestricted}. Safe for use by
 * several threads.
 */
@Endpoint(id = "migrations", defaultAccess = Access.READ_ONLY)
public final class MigrationsEndpoint {

	private static final int STATEMENTS = 100;

	private final MigrationJournal journal;

	private final @Nullable Backfills backfills;

	private final @Nullable Throttle throttle;

	/**
	 * Creates the endpoint; nothing is asked of the database yet.
	 * @param journal the statements
	 * @param backfills the backfills; null when they are switched off
	 * @param throttle what slows them down; null when they are switched off
	 */
	public MigrationsEndpoint(MigrationJournal journal, @Nullable Backfills backfills, @Nullable Throttle throttle) {
		this.journal = journal;
		this.backfills = backfills;
		this.throttle = throttle;
	}

	/**
	 * All that there is to see.
	 * @return the last 100 statements, the newest first, all backfills, and the throttle
	 * @throws DatabaseUnavailableException if the database does not answer
	 */
	@ReadOperation
	public MigrationsDescriptor migrations() {
		return ask(
				() -> new MigrationsDescriptor(statements(this.journal.recent(STATEMENTS)), backfills(), throttle()));
	}

	/**
	 * One backfill, or the statements of one source.
	 * @param name the name of a backfill; or a source, such as {@code flyway:3} or
	 * {@code flyway 3}; or the version of a Flyway migration. What comes first in this
	 * list wins
	 * @return null if there is nothing of that name
	 * @throws DatabaseUnavailableException if the database does not answer
	 */
	@ReadOperation
	public @Nullable MigrationDescriptor migration(@Selector String name) {
		return ask(() -> {
			BackfillDescriptor backfill = backfill(name);
			return (backfill != null) ? new MigrationDescriptor(name, backfill, throttle(), null) : source(name);
		});
	}

	/**
	 * Pauses, resumes or cancels a backfill, or releases what its trigger keeps in step.
	 * @param name its name
	 * @param action {@code pause}, {@code resume}, {@code cancel} or {@code release}
	 * @return how it stands after that
	 * @throws dev.zdm.backfill.UnknownBackfillException if there is none of that name
	 * @throws IllegalArgumentException if there is no such action
	 * @throws IllegalStateException if the backfill is in a state that does not allow it,
	 * or backfills are switched off
	 * @throws DatabaseUnavailableException if the database does not answer
	 */
	@WriteOperation
	public @Nullable BackfillDescriptor change(@Selector String name, @Nullable String action) {
		Backfills all = this.backfills;
		if (all == null) {
			throw new IllegalStateException("Backfills are switched off in this instance (zdm.backfill.enabled)");
		}
		BackfillAction wish = BackfillAction.of(action);
		return ask(() -> {
			wish.apply(all, name);
			return backfill(name);
		});
	}

	private List<BackfillDescriptor> backfills() {
		return (this.backfills != null) ? this.backfills.all().stream().map(BackfillDescriptor::of).toList()
				: List.of();
	}

	private @Nullable BackfillDescriptor backfill(String name) {
		return (this.backfills != null) ? this.backfills.find(name).map(BackfillDescriptor::of).orElse(null) : null;
	}

	private @Nullable ThrottleDescriptor throttle() {
		return (this.throttle != null) ? ThrottleDescriptor.of(this.throttle) : null;
	}

	private @Nullable MigrationDescriptor source(String name) throws SQLException {
		for (String source : List.of(name, name.replaceFirst(":", " "), "flyway " + name)) {
			List<StatementDescriptor> statements = statements(this.journal.from(source));
			if (!statements.isEmpty()) {
				return new MigrationDescriptor(source, null, null, statements);
			}
		}
		return null;
	}

	private static List<StatementDescriptor> statements(List<MigrationRecord> records) {
		return records.stream().map(StatementDescriptor::of).toList();
	}

	private static <T extends @Nullable Object> T ask(Question<T> question) {
		try {
			return question.ask();
		}
		catch (SQLException | NestedRuntimeException ex) {
			throw new DatabaseUnavailableException(ex);
		}
	}

	/**
	 * All that there is to see.
	 *
	 * @param statements the newest first
	 * @param backfills in the order in which they were first declared
	 * @param throttle what slows backfills down, as this instance sees it; null when they
	 * are switched off
	 */
	public record MigrationsDescriptor(List<StatementDescriptor> statements, List<BackfillDescriptor> backfills,
			@Nullable ThrottleDescriptor throttle) implements OperationResponseBody {
	}

	/**
	 * One backfill, or the statements of one source.
	 *
	 * @param name the name of the backfill, or the source as the journal has it
	 * @param backfill the backfill; null for a source
	 * @param throttle what slows the backfill down, as this instance sees it; null for a
	 * source
	 * @param statements the statements of the source, the newest first; null for a
	 * backfill
	 */
	public record MigrationDescriptor(String name, @Nullable BackfillDescriptor backfill,
			@Nullable ThrottleDescriptor throttle,
			@Nullable List<StatementDescriptor> statements) implements OperationResponseBody {
	}

	private interface Question<T extends @Nullable Object> {

		T ask() throws SQLException;

	}

}
