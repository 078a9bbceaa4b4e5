package dev.zdm.jdbc;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

import javax.sql.DataSource;

import dev.zdm.event.Events;
import dev.zdm.execute.LadderSettings;
import dev.zdm.execute.LockLadder;
import dev.zdm.execute.PlanExecutor;
import dev.zdm.guard.Guard;
import dev.zdm.guard.GuardSettings;
import dev.zdm.guard.GuardedDatabase;
import dev.zdm.journal.JournalSchema;
import dev.zdm.journal.MigrationJournal;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.LazyConnectionDataSourceProxy;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Every {@code DataSource} bean is guarded, so guards stand behind proxies of Spring's
 * and proxies behind guards. A statement is judged once, and its transaction stays its
 * own.
 */
class NestedDataSourceTests {

	private final GuardedDatabase database = GuardedDatabase.create();

	@BeforeEach
	void createTables() throws SQLException {
		this.database.execute("create table orders (id bigint primary key, status text)",
				"create table other (id int)");
	}

	@AfterEach
	void close() {
		this.database.close();
	}

	@Test
	void aTransactionOfSprings() throws SQLException {
		assertThatAllIsOneTransaction(this.database.guarded(), this.database.guarded());
	}

	@Test
	void aTransactionAwareProxyOfAGuardedDataSource() throws SQLException {
		assertThatAllIsOneTransaction(this.database.guarded(),
				guard(new TransactionAwareDataSourceProxy(this.database.guarded())));
	}

	@Test
	void aTransactionAwareProxyOfThePool() throws SQLException {
		assertThatAllIsOneTransaction(this.database.pool(),
				guard(new TransactionAwareDataSourceProxy(this.database.pool())));
	}

	@Test
	void aLazyProxyOfAGuardedDataSource() throws SQLException {
		DataSource lazy = guard(new LazyConnectionDataSourceProxy(this.database.guarded()));
		assertThatAllIsOneTransaction(lazy, lazy);
	}

	@Test
	void aLazyProxyOfThePool() throws SQLException {
		DataSource lazy = guard(new LazyConnectionDataSourceProxy(this.database.pool()));
		assertThatAllIsOneTransaction(lazy, lazy);
	}

	@Test
	void aLazyProxyOutsideOfATransaction() throws SQLException {
		JdbcTemplate jdbc = new JdbcTemplate(guard(new LazyConnectionDataSourceProxy(this.database.guarded())));
		jdbc.execute("create index orders_status_idx on orders (status)");
		jdbc.execute("alter table orders alter column status set not null");
		assertThat(this.database.journal()).hasSize(2);
	}

	private void assertThatAllIsOneTransaction(DataSource managed, DataSource used) throws SQLException {
		JdbcTemplate jdbc = new JdbcTemplate(used);
		new TransactionTemplate(new JdbcTransactionManager(managed)).executeWithoutResult((status) -> {
			jdbc.execute("insert into other values (1)");
			jdbc.execute("create index orders_status_idx on orders (status)");
			jdbc.execute("alter table other add column note text");
			status.setRollbackOnly();
		});
		assertThat(this.database.query("select 1 from other")).isEmpty();
		assertThat(this.database
			.query("select attname from pg_attribute where attrelid = 'other'::regclass " + "and attnum > 0"))
			.containsExactly("id");
		assertThat(this.database.validIndexes("orders")).contains("orders_status_idx");
		assertThat(this.database.journal()).hasSize(2);
		assertThat(this.database.pool().getHikariPoolMXBean().getActiveConnections()).isZero();
	}

	private static DataSource guard(DataSource target) {
		LadderSettings ladder = new LadderSettings(Duration.ofMillis(400), 5, Duration.ofMillis(20),
				Duration.ofSeconds(20));
		return new GuardedDataSource(target,
				new Guard(GuardSettings.defaults(), ladder.downtime(), new PlanExecutor(new LockLadder(ladder)),
						new MigrationJournal(new JournalSchema(target)), new Events(List.of())));
	}

}
