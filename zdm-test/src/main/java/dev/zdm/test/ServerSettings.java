package dev.zdm.test;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The settings of one server: defaults for tests, the caller's, and last those that hold
 * the cluster together.
 */
final class ServerSettings {

	private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_$]*(\\.[A-Za-z_][A-Za-z0-9_$]*)?");

	private static final Set<String> OURS = Set.of("port", "listen_addresses", "unix_socket_directories",
			"cluster_name", "primary_conninfo", "data_directory", "hba_file", "include");

	/**
	 * Durability is given up: the data need not outlive the machine. A replica that lost
	 * its primary looks for it ten times a second instead of every five seconds.
	 */
	private static final Map<String, String> DEFAULTS = Map.ofEntries(Map.entry("fsync", "off"),
			Map.entry("full_page_writes", "off"), Map.entry("shared_buffers", "32MB"),
			Map.entry("max_connections", "200"), Map.entry("wal_level", "replica"), Map.entry("hot_standby", "on"),
			Map.entry("max_wal_senders", "20"), Map.entry("wal_keep_size", "1GB"),
			Map.entry("wal_retrieve_retry_interval", "100ms"), Map.entry("timezone", "UTC"),
			Map.entry("log_timezone", "UTC"));

	private final Map<String, String> values = new LinkedHashMap<>(DEFAULTS);

	ServerSettings(Map<String, String> settings) {
		this.values.putAll(settings);
	}

	/**
	 * Refuses what the fixture must settle itself.
	 * @param name the name of a setting
	 * @throws IllegalArgumentException when the name is not one that a caller may set
	 */
	static void requireFree(String name) {
		if (!NAME.matcher(name).matches()) {
			throw new IllegalArgumentException("'%s' is not the name of a setting".formatted(name));
		}
		if (OURS.contains(name.toLowerCase(Locale.ROOT))) {
			throw new IllegalArgumentException("The cluster settles '%s' itself".formatted(name));
		}
	}

	ServerSettings with(String name, String value) {
		ServerSettings settings = new ServerSettings(this.values);
		settings.values.put(name, value);
		return settings;
	}

	/**
	 * The settings as a configuration file.
	 * @return one line for each setting
	 */
	String asFile() {
		StringBuilder file = new StringBuilder();
		this.values.forEach((name, value) -> file.append(name).append(" = ").append(quoted(value)).append('\n'));
		return file.toString();
	}

	/**
	 * A value as a configuration file and {@code primary_conninfo} want it.
	 * @param value any value
	 * @return the value in single quotes
	 */
	static String quoted(String value) {
		return "'" + value.replace("\\", "\\\\").replace("'", "''") + "'";
	}

}
