package dev.zdm.jdbc;

import java.lang.reflect.Proxy;
import java.sql.BatchUpdateException;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

import com.zaxxer.hikari.HikariDataSource;
import dev.zdm.guard.GuardedDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.PGConnection;

import org.springframework.boot.jdbc.DataSourceUnwrapper;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class GuardedDataSourceTests {

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
	void statementsPreparedForAnythingButDdlAreTheDriversOwn() throws SQLException {
		try (Connection guarded = this.database.guarded().getConnection();
				Connection pooled = this.database.pool().getConnection();
				PreparedStatement viaGuard = guarded.prepareStatement("select * from orders where id = ?");
				PreparedStatement viaPool = pooled.prepareStatement("select * from orders where id = ?");
				CallableStatement call = guarded.prepareCall("{? = call abs(?)}")) {
			assertThat(viaGuard).hasSameClassAs(viaPool);
			assertThat(Proxy.isProxyClass(call.getClass())).isFalse();
		}
	}

	@Test
	void thePoolAndTheDriverCanStillBeUnwrapped() throws SQLException {
		assertThat(DataSourceUnwrapper.unwrap(this.database.guarded(), HikariDataSource.class))
			.isSameAs(this.database.pool());
		try (Connection connection = this.database.guarded().getConnection()) {
			assertThat(connection.isWrapperFor(PGConnection.class)).isTrue();
			assertThat(connection.unwrap(PGConnection.class).getBackendPID()).isPositive();
		}
	}

	@Test
	void aStatementLeadsBackToTheGuardedConnection() throws SQLException {
		try (Connection connection = this.database.guarded().getConnection();
				Statement statement = connection.createStatement()) {
			assertThat(statement.getConnection()).isSameAs(connection).isEqualTo(connection);
			assertThat(statement).isEqualTo(statement);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "create index orders_status_idx on orders (status)",
			"/* why */ create index orders_status_idx on orders (status);",
			"-- why\ncreate index orders_status_idx on orders (status)",
			"CREATE\tINDEX orders_status_idx ON orders (status)" })
	void ddlIsGuardedHoweverItIsSent(String sql) throws SQLException {
		try (Connection connection = this.database.guarded().getConnection()) {
			for (Sender sender : Sender.values()) {
				sender.send(connection, sql);
				assertThat(this.database.lastEntry().verdict()).as(sender.name()).isEqualTo("rewrite");
				assertThat(this.database.validIndexes("orders")).as(sender.name()).contains("orders_status_idx");
				this.database.execute("drop index orders_status_idx", "delete from zdm.migration");
			}
		}
	}

	@Test
	void aRewrittenStatementReportsNoRows() throws SQLException {
		try (Connection connection = this.database.guarded().getConnection();
				Statement statement = connection.createStatement()) {
			assertThat(statement.execute("create index on orders (status)")).isFalse();
			assertThat(statement.getResultSet()).isNull();
			assertThat(statement.getUpdateCount()).isZero();
			assertThat(statement.getMoreResults()).isFalse();
			assertThat(statement.getUpdateCount()).isEqualTo(-1);
			assertThat(statement.executeUpdate("create index on orders (status)")).isZero();
			try (ResultSet row = statement.executeQuery("select count(*) from orders")) {
				assertThat(row.next()).isTrue();
				assertThat(row.getInt(1)).isEqualTo(100);
			}
		}
	}

	@Test
	void severalStatementsInOneTextAreGuardedEachAndShareOneTransaction() throws SQLException {
		try (Connection connection = this.database.guarded().getConnection();
				Statement statement = connection.createStatement()) {
			statement.execute("alter table orders add column note text; update orders set note = 'x' where id < 11");
			assertThat(statement.getUpdateCount()).isZero();
			assertThat(statement.getMoreResults()).isFalse();
			assertThat(statement.getUpdateCount()).isEqualTo(10);
			assertThatExceptionOfType(SQLException.class)
				.isThrownBy(() -> statement.execute("alter table orders add column lost text; select 1 / 0"));
			assertThat(connection.getAutoCommit()).isTrue();
		}
		assertThat(this.database.query("select attname from pg_attribute where attrelid = 'orders'::regclass "
				+ "and attnum > 0 order by attnum"))
			.containsExactly("id", "status", "note");
	}

	@Test
	void ddlHiddenBehindAQueryIsGuarded() throws SQLException {
		try (Connection connection = this.database.guarded().getConnection();
				Statement statement = connection.createStatement()) {
			statement.execute("select 1; create index orders_status_idx on orders (status)");
		}
		assertThat(this.database.lastEntry().verdict()).isEqualTo("rewrite");
		assertThat(this.database.validIndexes("orders")).contains("orders_status_idx");
	}

	@Test
	void aBatchWithDdlKeepsItsOrderAndItsCounts() throws SQLException {
		try (Connection connection = this.database.guarded().getConnection();
				Statement statement = connection.createStatement()) {
			statement.addBatch("alter table orders add column note text");
			statement.addBatch("update orders set note = 'x' where id <= 7");
			statement.addBatch("create index orders_note_idx on orders (note)");
			assertThat(statement.executeBatch()).containsExactly(0, 7, 0);
			statement.addBatch("update orders set note = 'y' where id <= 3");
			statement.addBatch("alter table nowhere add column note text");
			assertThatExceptionOfType(BatchUpdateException.class).isThrownBy(statement::executeBatch)
				.satisfies((ex) -> assertThat(ex.getUpdateCounts()).containsExactly(3));
		}
		assertThat(this.database.validIndexes("orders")).contains("orders_note_idx");
	}

	@Test
	void temporaryTablesAreNobodysBusiness() throws SQLException {
		try (Connection connection = this.database.guarded().getConnection();
				Statement statement = connection.createStatement()) {
			statement.execute("create temporary table scratch (id int)");
			statement.execute("create index on scratch (id)");
			assertThat(GuardedDatabase.query(connection, "select count(*) from scratch")).containsExactly("0");
		}
		assertThat(this.database.journal()).noneMatch((entry) -> entry.verdict().equals("rewrite"));
	}

	@Test
	void aConnectionThatIsGuardedAlreadyIsNotGuardedTwice() throws SQLException {
		GuardedDataSource twice = new GuardedDataSource(this.database.guarded(), null);
		try (Connection connection = twice.getConnection(); Statement statement = connection.createStatement()) {
			statement.execute("create index orders_status_idx on orders (status)");
		}
		assertThat(this.database.journal()).hasSize(1);
	}

	enum Sender {

		EXECUTE {

			@Override
			void send(Connection connection, String sql) throws SQLException {
				try (Statement statement = connection.createStatement()) {
					statement.execute(sql);
				}
			}

		},
		EXECUTE_UPDATE {

			@Override
			void send(Connection connection, String sql) throws SQLException {
				try (Statement statement = connection.createStatement()) {
					statement.executeUpdate(sql, Statement.NO_GENERATED_KEYS);
				}
			}

		},
		PREPARED {

			@Override
			void send(Connection connection, String sql) throws SQLException {
				try (PreparedStatement statement = connection.prepareStatement(sql)) {
					statement.execute();
				}
			}

		},
		CALLABLE {

			@Override
			void send(Connection connection, String sql) throws SQLException {
				try (CallableStatement statement = connection.prepareCall(sql)) {
					statement.executeUpdate();
				}
			}

		},
		BATCH {

			@Override
			void send(Connection connection, String sql) throws SQLException {
				try (PreparedStatement statement = connection.prepareStatement(sql)) {
					statement.addBatch();
					statement.executeBatch();
				}
			}

		},
		JDBC_TEMPLATE {

			@Override
			void send(Connection connection, String sql) {
				new JdbcTemplate(new SingleConnectionDataSource(connection, true)).execute(sql);
			}

		};

		abstract void send(Connection connection, String sql) throws SQLException;

	}

}
