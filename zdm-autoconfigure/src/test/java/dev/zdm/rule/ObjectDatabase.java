package dev.zdm.rule;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.Objects;

import dev.zdm.catalog.Database;

/**
 * A database with objects of many kinds that depend on each other.
 */
final class ObjectDatabase {

	private ObjectDatabase() {
	}

	static Database create() throws SQLException {
		Database database = new Database();
		database.run(resource("objects.sql").split(";\n(?=[a-z])"));
		return database;
	}

	static String resource(String name) {
		try (InputStream stream = Objects.requireNonNull(ObjectDatabase.class.getResourceAsStream(name))) {
			return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
