package dev.zdm.lint;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * Runs what must be there before the first script, one statement after the other like
 * {@code psql}, on a connection of its own.
 */
final class Setup {

	private Setup() {
	}

	static void run(List<Path> files, Migrations migrations, ScratchDatabase database)
			throws SQLException, ScriptRejectedException {
		for (Path file : files) {
			try (Connection connection = database.connect()) {
				for (Migration migration : migrations.in(List.of(file))) {
					run(migration, connection);
				}
			}
		}
	}

	private static void run(Migration migration, Connection connection) throws ScriptRejectedException {
		for (ScriptStatement statement : withoutCommands(migration).statements()) {
			try {
				Replay.execute(connection, statement.sql());
			}
			catch (SQLException ex) {
				throw ScriptRejectedException.of(statement, ex);
			}
		}
	}

	/**
	 * Lines such as {@code \restrict}, which {@code pg_dump} writes for psql, become
	 * blank.
	 */
	private static Migration withoutCommands(Migration migration) {
		List<Migration.Part> parts = migration.parts()
			.stream()
			.map((part) -> new Migration.Part(
					new SourceFile(part.file().name(),
							part.file().text().replaceAll("(?m)^\\\\[ruc](?=(?:estrict|nrestrict|onnect) )", "--")),
					part.from(), part.to()))
			.toList();
		return new Migration(parts, migration.id(), migration.version(), migration.tool(), migration.ownTransaction());
	}

}
