package dev.zdm.execute;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;

import dev.zdm.execute.Transactions.Work;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Server settings that are changed for a while and then put back.
 */
public final class SessionSettings {

	/** No limit at all, for what takes long without making anybody wait. */
	static final Map<String, String> PATIENT = Map.of("lock_timeout", "0", "statement_timeout", "0",
			"idle_in_transaction_session_timeout", "0");

	private static final Logger logger = LoggerFactory.getLogger(SessionSettings.class);

	/** One statement, so that all settings are changed or none is. */
	private static final String SET = """
			select wanted.name, current_setting(wanted.name), set_config(wanted.name, wanted.value, ?)
			from unnest(?::text[], ?::text[]) wanted (name, value)
			""";

	private SessionSettings() {
	}

	/**
	 * Reads settings.
	 * @param connection the connection of the session
	 * @param names the settings' names
	 * @return their values, in the same order
	 * @throws SQLException if the server refuses
	 */
	public static Map<String, String> read(Connection connection, String... names) throws SQLException {
		Map<String, String> values = new LinkedHashMap<>();
		try (PreparedStatement statement = connection.prepareStatement("select current_setting(?)")) {
			for (String name : names) {
				statement.setString(1, name);
				try (ResultSet row = statement.executeQuery()) {
					row.next();
					values.put(name, row.getString(1));
				}
			}
		}
		return values;
	}

	/**
	 * Does some work with changed settings of the whole session, and puts them back. A
	 * connection on which that fails is aborted, so that nobody is handed our settings.
	 * @param <T> what comes of the work
	 * @param connection a connection in autocommit
	 * @param settings the settings' names and their values meanwhile
	 * @param work what to do
	 * @return what comes of the work
	 * @throws SQLException if the work fails or the server refuses a setting
	 */
	public static <T> T during(Connection connection, Map<String, String> settings, Work<T> work) throws SQLException {
		Map<String, String> before = set(connection, settings, false);
		try {
			return work.run();
		}
		finally {
			restore(connection, before);
		}
	}

	/**
	 * Changes settings of the running transaction.
	 * @return what they were before
	 */
	static Map<String, String> setLocal(Connection connection, Map<String, String> settings) throws SQLException {
		return set(connection, settings, true);
	}

	private static Map<String, String> set(Connection connection, Map<String, String> settings, boolean local)
			throws SQLException {
		Map<String, String> before = new LinkedHashMap<>();
		if (settings.isEmpty()) {
			return before;
		}
		try (PreparedStatement statement = connection.prepareStatement(SET)) {
			statement.setBoolean(1, local);
			statement.setArray(2, connection.createArrayOf("text", settings.keySet().toArray()));
			statement.setArray(3, connection.createArrayOf("text", settings.values().toArray()));
			try (ResultSet row = statement.executeQuery()) {
				while (row.next()) {
					before.put(row.getString(1), row.getString(2));
				}
			}
		}
		return before;
	}

	private static void restore(Connection connection, Map<String, String> before) throws SQLException {
		if (connection.isClosed()) {
			return;
		}
		try {
			set(connection, before, false);
		}
		catch (SQLException ex) {
			logger.warn("Could not restore {} and closed the connection instead", before.keySet(), ex);
			connection.abort(Runnable::run);
		}
	}

}
