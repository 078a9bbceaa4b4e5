package dev.zdm.guard;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

import dev.zdm.execute.LadderSettings;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A thread that has a transaction open on another of its connections would wait for
 * itself.
 */
@Timeout(60)
class OwnTransactionsTests {

	private final GuardedDatabase database = GuardedDatabase
		.with(new LadderSettings(Duration.ofMillis(100), 3, Duration.ofMillis(10), Duration.ofSeconds(30)));

	@BeforeEach
	void createTables() throws SQLException {
		this.database.execute("create table orders (id bigint primary key, status text)",
				"insert into orders values (1, 'new')", "create index orders_id_status on orders (id, status)",
				"create table events (id bigint, day int) partition by range (day)",
				"create table events_1 partition of events for values from (1) to (2)");
	}

	@AfterEach
	void close() {
		this.database.close();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			update orders set status = 'sent' | create index orders_status on orders (status)
			select * from orders              | drop index orders_id_status
			select * from orders              | reindex index orders_id_status
			select * from orders              | reindex table orders
			select * from orders              | alter table orders add check (id > 0)
			update orders set status = 'sent' | alter table orders add foreign key (id) references orders
			select * from events              | alter table events detach partition events_1
			""")
	void whatWouldWaitForAnotherConnectionOfItsThreadFailsAtOnce(String inTheWay, String sql) throws SQLException {
		try (Connection other = this.database.guarded().getConnection();
				Statement statement = other.createStatement()) {
			other.setAutoCommit(false);
			statement.execute(inTheWay);
			assertThatExceptionOfType(SQLException.class).isThrownBy(() -> this.database.guard(sql)).satisfies((ex) -> {
				assertThat(ex.getSQLState()).isEqualTo("55000");
				assertThat(ex.getMessage()).contains("this thread itself holds",
						GuardedDatabase.query(other, "select pg_backend_pid()").get(0));
			});
			other.rollback();
			this.database.guard(sql);
		}
	}

	@Test
	void aBuildDoesNotWaitForReaders() throws SQLException {
		try (Connection other = this.database.guarded().getConnection();
				Statement statement = other.createStatement()) {
			other.setAutoCommit(false);
			statement.execute("select * from orders");
			this.database.guard("create index orders_status on orders (status)");
		}
		assertThat(this.database.validIndexes("orders")).contains("orders_status");
	}

}
