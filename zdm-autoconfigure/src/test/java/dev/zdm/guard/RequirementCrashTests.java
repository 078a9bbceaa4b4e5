package dev.zdm.guard;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

import dev.zdm.journal.MigrationRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A process that is killed while its migration waits for a backfill: the next run goes on
 * there, and each row is changed once.
 */
class RequirementCrashTests {

	private static final String SQL = "alter table orders add check (counter > 0) "
			+ "-- zdm:requires backfill count or wait";

	private final GuardedDatabase database = GuardedDatabase.create();

	@BeforeEach
	void createTable() throws SQLException {
		this.database.execute("create table orders (id bigint primary key, counter int not null default 0)",
				"insert into orders select generate_series(1, 2000)");
	}

	@AfterEach
	void close() {
		this.database.close();
	}

	@Test
	void theNextRunGoesOnWhereItWasKilled() throws Exception {
		kill(200);
		kill(700);
		long changed = changed();
		assertThat(changed).isBetween(700L, 1999L);
		try (Connection connection = this.database.guarded(RequirementSettings.DEFAULTS, WaitingInstance.COUNT)
			.getConnection(); Statement statement = connection.createStatement()) {
			statement.execute(SQL);
		}
		assertThat(this.database.query("select count(*) from orders where counter = 1")).containsExactly("2000");
		assertThat(this.database.constraints("orders")).contains("orders_counter_check");
		await().untilAsserted(() -> assertThat(this.database.journal()).extracting(MigrationRecord::outcome)
			.containsExactly("done", "done", "interrupted", "interrupted"));
	}

	private void kill(long rows) throws IOException, InterruptedException {
		String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
		Process process = new ProcessBuilder(java, "-cp", System.getProperty("java.class.path"), "-Xshare:auto",
				"-XX:TieredStopAtLevel=1", WaitingInstance.class.getName(), this.database.jdbcUrl(), SQL)
			.redirectErrorStream(true)
			.redirectOutput(ProcessBuilder.Redirect.DISCARD)
			.start();
		try {
			await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(10)).until(() -> changed() >= rows);
		}
		finally {
			process.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
		}
	}

	private long changed() throws SQLException {
		return Long.parseLong(this.database.query("select count(*) from orders where counter = 1").get(0));
	}

}
