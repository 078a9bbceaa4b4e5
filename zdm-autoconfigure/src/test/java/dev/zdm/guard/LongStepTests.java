package dev.zdm.guard;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import dev.zdm.journal.MigrationRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What there is to see of a step that takes long.
 */
@ExtendWith(OutputCaptureExtension.class)
class LongStepTests {

	private final GuardedDatabase database = GuardedDatabase.create();

	@BeforeEach
	void createTables() throws SQLException {
		this.database.execute("create table orders (id bigint primary key, email text)", "create table other (id int)",
				"insert into orders select i, 'e' || i from generate_series(1, 1000) i",
				"insert into other values (1)");
	}

	@AfterEach
	void close() {
		this.database.close();
	}

	@Test
	void whoHoldsAnOldSnapshotIsNamedBeforeTheBuildAndTheBuildIsFollowed(CapturedOutput output) throws Exception {
		try (Connection holder = this.database.unguarded().getConnection(); Statement hold = holder.createStatement()) {
			holder.setAutoCommit(false);
			holder.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
			hold.execute("set application_name = 'nightly report'");
			hold.execute("select * from other where id <> 4711");
			await().pollDelay(Duration.ofMillis(1200)).until(() -> true);
			CompletableFuture<Void> build = build();
			await().untilAsserted(() -> assertThat(output).contains("Step 1 of CREATE INDEX (about to begin)",
					"application nightly report", "holds a snapshot of "));
			await().untilAsserted(() -> {
				MigrationRecord entry = this.database.lastEntry();
				assertThat(entry.steps().get(0).progress()).startsWith("waiting for old snapshots");
				assertThat(entry.blockers()).singleElement()
					.asString()
					.contains("nightly report")
					.doesNotContain("4711");
			});
			assertThat(build).isNotDone();
			holder.commit();
			build.get(20, TimeUnit.SECONDS);
		}
		assertThat(this.database.validIndexes("orders")).contains("orders_email_idx");
		assertThat(output).doesNotContain("4711");
	}

	@Test
	void whoWritesToTheTableForLongIsNamedBeforeTheBuild(CapturedOutput output) throws Exception {
		try (Connection writer = this.database.unguarded().getConnection();
				Statement write = writer.createStatement()) {
			writer.setAutoCommit(false);
			write.execute("update orders set email = 'secret' where id = 1");
			await().pollDelay(Duration.ofMillis(1200)).until(() -> true);
			CompletableFuture<Void> build = build();
			await().untilAsserted(
					() -> assertThat(output).contains("(about to begin)", "holds RowExclusiveLock on orders"));
			await().untilAsserted(() -> assertThat(this.database.lastEntry().steps().get(0).progress())
				.isEqualTo("waiting for writers before build, 0 of 1 transactions have ended"));
			writer.commit();
			build.get(20, TimeUnit.SECONDS);
		}
		assertThat(output).doesNotContain("secret");
	}

	@Test
	void aStepThatTheServerReportsNoProgressOfSaysForHowLongItWaits() throws Exception {
		this.database.execute("create index orders_email_idx on orders (email)");
		try (Connection reader = this.database.unguarded().getConnection(); Statement read = reader.createStatement()) {
			reader.setAutoCommit(false);
			read.execute("select * from orders");
			CompletableFuture<Void> drop = guard("drop index orders_email_idx");
			await().until(() -> !this.database.journal().isEmpty());
			await().untilAsserted(() -> assertThat(this.database.lastEntry().steps().get(0).progress()).isNotNull()
				.matches("waiting, [1-9] s since it began"));
			reader.commit();
			drop.get(20, TimeUnit.SECONDS);
		}
		assertThat(this.database.validIndexes("orders")).containsExactly("orders_pkey");
	}

	private CompletableFuture<Void> build() {
		return guard("create index orders_email_idx on orders (email)");
	}

	private CompletableFuture<Void> guard(String sql) {
		return CompletableFuture.runAsync(() -> {
			try {
				this.database.guard(sql);
			}
			catch (SQLException ex) {
				throw new IllegalStateException(ex);
			}
		}, (task) -> new Thread(task).start());
	}

}
