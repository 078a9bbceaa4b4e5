package dev.zdm.lint;

import java.util.List;

import dev.zdm.guard.MigrationSource;
import dev.zdm.sql.MigrationVersion;
import org.jspecify.annotations.Nullable;

/**
 * What a migration tool runs as one: a script, or a Liquibase changeset.
 *
 * @param parts where its text stands, in order
 * @param id what it is called in messages: the script's name or {@code author:id}
 * @param version its version, or null when it has none
 * @param tool the tool that would run it
 * @param ownTransaction whether it is asked to run in a transaction, or not; null when
 * nothing is said about it
 */
record Migration(List<Part> parts, String id, @Nullable MigrationVersion version, Tool tool,
		@Nullable Boolean ownTransaction) {

	Migration {
		parts = List.copyOf(parts);
	}

	/** A migration that is a whole file. */
	static Migration ofFile(SourceFile file, String id, @Nullable MigrationVersion version, Tool tool,
			@Nullable Boolean ownTransaction) {
		return new Migration(List.of(Part.of(file)), id, version, tool, ownTransaction);
	}

	/** As whose the guard would see its statements; only Flyway tells it the version. */
	MigrationSource source() {
		return (this.tool == Tool.LIQUIBASE || this.version == null) ? MigrationSource.application()
				: new MigrationSource("flyway", this.version.toString());
	}

	List<ScriptStatement> statements() {
		return this.parts.stream()
			.flatMap((part) -> ScriptStatement.in(part.file(), part.from(), part.to()).stream())
			.toList();
	}

	/**
	 * A stretch of a file.
	 *
	 * @param file the file
	 * @param from the offset of its first character
	 * @param to the offset behind its last character
	 */
	record Part(SourceFile file, int from, int to) {

		static Part of(SourceFile file) {
			return new Part(file, 0, file.text().length());
		}

	}

	/**
	 * The tool that runs a migration.
	 */
	enum Tool {

		/** Runs a script in one transaction unless a statement in it refuses that. */
		FLYWAY,
		/** Runs a changeset in one transaction unless it says otherwise. */
		LIQUIBASE,
		/** None that we know of; treated like Flyway. */
		NONE

	}

}
