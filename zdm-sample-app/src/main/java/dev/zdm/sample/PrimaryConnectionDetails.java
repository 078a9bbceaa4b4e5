package dev.zdm.sample;

import dev.zdm.test.PostgresServer;

import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;

/**
 * How Boot's data source reaches the primary of the embedded cluster.
 *
 * @param primary the primary
 */
record PrimaryConnectionDetails(PostgresServer primary) implements JdbcConnectionDetails {

	@Override
	public String getUsername() {
		return this.primary.username();
	}

	@Override
	public String getPassword() {
		return this.primary.password();
	}

	@Override
	public String getJdbcUrl() {
		return this.primary.jdbcUrl();
	}

}
