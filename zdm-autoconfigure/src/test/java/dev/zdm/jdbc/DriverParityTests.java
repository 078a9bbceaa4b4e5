package dev.zdm.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;

import javax.sql.DataSource;

import dev.zdm.guard.GuardedDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * What callers of JDBC see is what they would see of the plain driver.
 */
class DriverParityTests {

	private static final String INDEX = "create index orders_status_idx on orders (status)";

	private final GuardedDatabase database = GuardedDatabase.create();

	@BeforeEach
	void createTable() throws SQLException {
		this.database.execute("create table orders (id bigint primary key, status text)",
				"insert into orders select i, 'new' from generate_series(1, 100) i");
	}

	@AfterEach
	void close() {
		this.database.close();
	}

	@Test
	void aClosedStatementRunsNothing() throws SQLException {
		try (Connection connection = this.database.guarded().getConnection()) {
			Statement plain = connection.createStatement();
			plain.close();
			PreparedStatement prepared = connection.prepareStatement(INDEX);
			prepared.close();
			SQLException expected = closedStatement();
			assertThat(catchThrowable(() -> plain.execute(INDEX))).hasMessage(expected.getMessage());
			assertThat(catchThrowable(prepared::execute)).isNotNull();
		}
		assertThat(this.database.validIndexes("orders")).containsExactly("orders_pkey");
	}

	private SQLException closedStatement() throws SQLException {
		try (Connection connection = this.database.pool().getConnection()) {
			Statement plain = connection.createStatement();
			plain.close();
			return catchThrowableOfType(SQLException.class, () -> plain.execute(INDEX));
		}
	}

	@Test
	void aClosedConnectionSaysThatItIsClosed() throws SQLException {
		Connection connection = this.database.guarded().getConnection();
		Statement statement = connection.createStatement();
		connection.close();
		assertThat(catchThrowable(() -> statement.execute(INDEX))).isInstanceOf(SQLException.class);
		assertThat(this.database.validIndexes("orders")).containsExactly("orders_pkey");
	}

	@Test
	void aPreparedStatementTakesNoOtherText() throws SQLException {
		try (Connection connection = this.database.guarded().getConnection();
				PreparedStatement ddl = connection.prepareStatement("create table t (id int)");
				PreparedStatement query = connection.prepareStatement("select 1")) {
			assertThat(catchThrowable(() -> query.execute(INDEX))).hasMessageContaining("query");
			assertThat(catchThrowable(() -> ddl.execute(INDEX))).isNotNull();
			assertThat(catchThrowable(() -> ddl.addBatch(INDEX))).isNotNull();
		}
		assertThat(this.database.validIndexes("orders")).containsExactly("orders_pkey");
	}

	@Test
	void theMetaDataLeadsBackToTheGuardedConnection() throws SQLException {
		try (Connection connection = this.database.guarded().getConnection()) {
			assertThat(connection.getMetaData().getConnection()).isSameAs(connection);
			assertThat(connection.getMetaData().getDatabaseProductName()).isEqualTo("PostgreSQL");
		}
	}

	@Test
	void theCountOfAScriptIsThatOfItsFirstStatement() throws SQLException {
		String script = "update orders set status = 'x' where id <= 7; alter table orders add column %s int";
		for (DataSource dataSource : new DataSource[] { this.database.unguarded(), this.database.guarded() }) {
			String name = (dataSource == this.database.guarded()) ? "a" : "b";
			try (Connection connection = dataSource.getConnection();
					Statement statement = connection.createStatement()) {
				assertThat(statement.executeUpdate(script.formatted(name))).as(name).isEqualTo(7);
				assertThat(statement.getUpdateCount()).as(name).isEqualTo(7);
				assertThat(statement.getMoreResults()).as(name).isFalse();
				assertThat(statement.getUpdateCount()).as(name).isZero();
				assertThat(statement.getMoreResults()).as(name).isFalse();
				assertThat(statement.getUpdateCount()).as(name).isEqualTo(-1);
			}
		}
	}

	@Test
	void aTransactionThatAScriptBeginsStaysOpen() throws SQLException {
		try (Connection connection = this.database.guarded().getConnection();
				Statement statement = connection.createStatement()) {
			statement.execute("begin; alter table orders add column note text");
			statement.execute("rollback");
			statement.execute("begin; alter table orders add column kept text; commit");
		}
		assertThat(this.database.query("select attname from pg_attribute where attrelid = 'orders'::regclass "
				+ "and attnum > 0 order by attnum"))
			.containsExactly("id", "status", "kept");
	}

	@Test
	void aBatchKeepsTheTimeoutOfItsStatement() throws SQLException {
		for (DataSource dataSource : new DataSource[] { this.database.unguarded(), this.database.guarded() }) {
			try (Connection connection = dataSource.getConnection();
					Statement statement = connection.createStatement()) {
				statement.setQueryTimeout(1);
				statement.addBatch("do $$ begin perform pg_sleep(3); end $$");
				SQLException ex = catchThrowableOfType(SQLException.class, statement::executeBatch);
				assertThat(ex.getSQLState()).isEqualTo("57014");
			}
		}
	}

	@Test
	void warningsOfAStatementAreKept() throws SQLException {
		try (Connection connection = this.database.guarded().getConnection();
				Statement statement = connection.createStatement()) {
			statement.execute("do $$ begin raise notice 'hello'; end $$");
			assertThat(statement.getWarnings().getMessage()).contains("hello");
			statement.execute("drop table if exists nowhere");
			assertThat(statement.getWarnings().getMessage()).contains("nowhere");
			statement.closeOnCompletion();
			assertThat(statement.isCloseOnCompletion()).isTrue();
		}
	}

}
