package dev.zdm.guard;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

import dev.zdm.journal.MigrationRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A process that is killed in the middle of a plan: the same statement goes on where it
 * stopped, and nothing is left over.
 */
class GuardCrashTests {

	private static final int[] KILLED_AFTER_MILLIS = { 15, 60, 140, 250 };

	private final GuardedDatabase database = GuardedDatabase.create();

	@BeforeEach
	void createTables() throws SQLException {
		this.database.execute("create table customers (id bigint primary key)",
				"insert into customers select generate_series(1, 1000)",
				"create table orders (id bigint primary key, customer_id bigint, email text)",
				"insert into orders select i, 1 + i % 1000, 'e' || i from generate_series(1, 200000) i",
				"create table visits (id bigint, email text) partition by range (id)",
				"create table visits_1 partition of visits for values from (0) to (100000) partition by hash (id)",
				"create table visits_1_0 partition of visits_1 for values with (modulus 2, remainder 0)",
				"create table visits_1_1 partition of visits_1 for values with (modulus 2, remainder 1)",
				"create table visits_2 partition of visits default", "insert into visits select id, email from orders");
	}

	@AfterEach
	void close() {
		this.database.close();
	}

	@ParameterizedTest
	@ValueSource(strings = { "create index orders_email_idx on orders (email)",
			"create unique index orders_email_idx on orders (email)", "create index on visits (email)",
			"alter table orders alter column email set not null",
			"alter table orders add constraint orders_customer foreign key (customer_id) references customers (id)",
			"alter table orders add constraint orders_email_key unique (email)" })
	void theSameStatementGoesOnWhereItWasKilled(String sql) throws Exception {
		int runs = 0;
		for (int millis : KILLED_AFTER_MILLIS) {
			kill(sql, millis, String.valueOf(++runs));
			if (isDone()) {
				break;
			}
		}
		if (!isDone()) {
			this.database.guard(sql);
		}
		assertThat(this.database.query("select 1 from pg_index where not indisvalid")).isEmpty();
		assertThat(this.database.constraints("orders")).noneMatch((name) -> name.endsWith("not valid"))
			.noneMatch((name) -> name.contains("zdm"));
		assertThat(this.database.lastEntry().outcome()).isEqualTo("done");
		assertThat(this.database.query("select 1 from pg_locks where locktype = 'advisory'")).isEmpty();
		await().untilAsserted(() -> assertThat(this.database.journal()).extracting(MigrationRecord::outcome)
			.containsOnly("interrupted", "done"));
	}

	private boolean isDone() throws SQLException {
		return !this.database.query("select 1 from zdm.migration where outcome = 'done'").isEmpty();
	}

	private void kill(String sql, int millis, String entries) throws IOException, InterruptedException {
		String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
		Process process = new ProcessBuilder(java, "-cp", System.getProperty("java.class.path"), "-Xshare:auto",
				"-XX:TieredStopAtLevel=1", GuardedInstance.class.getName(), this.database.jdbcUrl(), "postgres",
				"postgres", sql)
			.redirectErrorStream(true)
			.start();
		try (BufferedReader out = new BufferedReader(
				new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
				OutputStream in = process.getOutputStream()) {
			String line = out.readLine();
			while (line != null && !line.equals("ready")) {
				line = out.readLine();
			}
			in.write('\n');
			in.flush();
			await().pollInterval(Duration.ofMillis(2))
				.ignoreExceptionsInstanceOf(SQLException.class)
				.until(() -> this.database.query("select count(*) from zdm.migration").equals(List.of(entries)));
			process.waitFor(millis, TimeUnit.MILLISECONDS);
		}
		finally {
			process.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
		}
	}

}
