package dev.zdm.guard;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import dev.zdm.execute.LadderSettings;
import dev.zdm.execute.LockNotAcquiredException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * A table that must be looked at before a statement can be judged is locked by somebody
 * else.
 */
@ExtendWith(OutputCaptureExtension.class)
class JudgingWaitTests {

	private static final String WIDEN = "alter table orders alter column status type varchar(40)";

	private final GuardedDatabase database = GuardedDatabase
		.with(new LadderSettings(Duration.ofMillis(200), 3, Duration.ofMillis(20), Duration.ofSeconds(2)));

	private Connection holder;

	@BeforeEach
	void lockTable() throws SQLException {
		this.database.execute("create table orders (id bigint primary key, status varchar(20))");
		this.database.journal();
		this.holder = this.database.unguarded().getConnection();
		this.holder.setAutoCommit(false);
		try (Statement lock = this.holder.createStatement()) {
			lock.execute("set application_name = 'rewriting'");
			lock.execute("lock table orders in access exclusive mode");
		}
	}

	@AfterEach
	void close() throws SQLException {
		this.holder.close();
		this.database.close();
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void isNamedWhenTheTimeIsOverAndNothingIsBroken(boolean autoCommit) throws SQLException {
		try (Connection connection = this.database.guarded().getConnection();
				Statement statement = connection.createStatement()) {
			connection.setAutoCommit(autoCommit);
			statement.execute("select 1");
			assertThatExceptionOfType(LockNotAcquiredException.class).isThrownBy(() -> statement.execute(WIDEN))
				.withMessageContaining("ACCESS SHARE on orders")
				.withMessageContaining("application rewriting");
			assertThat(GuardedDatabase.query(connection, "select current_setting('lock_timeout')"))
				.containsExactly("0");
			this.holder.rollback();
			statement.execute(WIDEN);
			if (!autoCommit) {
				connection.commit();
			}
		}
		assertThat(this.database.query(
				"select atttypmod from pg_attribute where attrelid = 'orders'::regclass " + "and attname = 'status'"))
			.containsExactly("44");
	}

	@Test
	void isNamedInTheLogMeanwhileAndWaitedFor(CapturedOutput output) throws Exception {
		CompletableFuture<Void> widening = CompletableFuture.runAsync(() -> {
			try {
				this.database.guard(WIDEN);
			}
			catch (SQLException ex) {
				throw new IllegalStateException(ex);
			}
		});
		await()
			.untilAsserted(() -> assertThat(output).contains("ALTER TABLE cannot be judged", "application rewriting"));
		this.holder.rollback();
		widening.get(10, TimeUnit.SECONDS);
		assertThat(this.database.lastEntry().outcome()).isEqualTo("done");
	}

}
