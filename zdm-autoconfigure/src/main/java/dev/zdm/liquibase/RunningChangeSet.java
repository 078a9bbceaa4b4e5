package dev.zdm.liquibase;

import java.util.Optional;
import java.util.stream.Collectors;

import dev.zdm.guard.MigrationSource;
import dev.zdm.jdbc.MigrationOrigin;
import liquibase.Scope;
import liquibase.change.AbstractSQLChange;
import liquibase.changelog.ChangeSet;
import org.jspecify.annotations.Nullable;

/**
 * The change set that the statements of the current thread come from. Liquibase strips
 * the comments of formatted SQL, unless a change set says {@code stripComments:false}.
 */
final class RunningChangeSet implements MigrationOrigin {

	/** Ids of change sets are no versions: they are compared with none. */
	@Override
	public MigrationSource source() {
		ChangeSet running = running();
		return new MigrationSource((running != null) ? "liquibase " + running.getId() : "liquibase", null);
	}

	@Override
	public Optional<String> script() {
		ChangeSet running = running();
		return (running == null) ? Optional.empty()
				: Optional.of(running.getChanges()
					.stream()
					.filter(AbstractSQLChange.class::isInstance)
					.map((change) -> String.valueOf(((AbstractSQLChange) change).getSql()))
					.collect(Collectors.joining("\n;\n")));
	}

	private static @Nullable ChangeSet running() {
		return Scope.getCurrentScope().get(Scope.Attr.changeSet, ChangeSet.class);
	}

}
