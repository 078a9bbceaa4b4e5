package dev.zdm.journal;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

import javax.sql.DataSource;

import dev.zdm.execute.OwnSessions;
import dev.zdm.journal.MigrationJournal.Entry;
import dev.zdm.journal.MigrationJournal.Waiting;
import dev.zdm.test.PostgresCluster;
import dev.zdm.test.PostgresServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.JdbcTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

class MigrationJournalTests {

	private static final Waiting NONE = new Waiting(0, 0, List.of());

	private final PostgresServer server = PostgresCluster.shared().primary();

	private final String database = this.server.createDatabase();

	private final DataSource dataSource = this.server.dataSource(this.database);

	private final JdbcTemplate jdbc = new JdbcTemplate(this.dataSource);

	private final MigrationJournal journal = journal(this.dataSource);

	@AfterEach
	void drop() {
		this.server.dropDatabase(this.database);
	}

	private static MigrationJournal journal(DataSource dataSource) {
		return new MigrationJournal(new JournalSchema(dataSource), Duration.ofDays(90));
	}

	private long begin(String fingerprint, String verdict, int backend) throws SQLException {
		List<String> steps = verdict.equals("rewrite") ? List.of("create index concurrently") : List.of();
		long id = this.journal.begin(new Entry("flyway 1", "CREATE INDEX", "orders", "create index", fingerprint, false,
				verdict, List.of(), backend), steps, steps.stream().map((step) -> "none").toList());
		if (!steps.isEmpty()) {
			this.journal.startStep(id, 0);
		}
		return id;
	}

	@Test
	void aRunIsInterruptedAsSoonAsItsSessionIsGone() throws SQLException {
		try (Connection caller = this.dataSource.getConnection()) {
			begin("a", "rewrite", OwnSessions.pidOf(caller));
			assertThat(this.journal.recent(1).get(0).outcome()).isEqualTo("running");
		}
		await().untilAsserted(() -> {
			MigrationRecord entry = this.journal.recent(1).get(0);
			assertThat(entry.outcome()).isEqualTo("interrupted");
			assertThat(entry.error()).isEqualTo("the session that ran it is gone");
			assertThat(entry.finishedAt()).isNull();
			assertThat(entry.steps()).singleElement()
				.satisfies((step) -> assertThat(step.outcome()).isEqualTo("interrupted"));
		});
		assertThat(this.journal.isUnfinished("a", "flyway 1")).isTrue();
	}

	@Test
	void aRunWhoseSessionWasGoneWhenItBeganIsInterrupted() throws SQLException {
		begin("a", "rewrite", Integer.MAX_VALUE);
		assertThat(this.journal.recent(1).get(0).outcome()).isEqualTo("interrupted");
	}

	@Test
	void whatWasBegunAsAPlanIsFinishedByTheStatementItself() throws SQLException {
		this.journal.finish(begin("a", "rewrite", 0), "failed", NONE, "cut off");
		assertThat(this.journal.isUnfinished("a", "flyway 1")).isTrue();
		long rest = begin("a", "safe", 0);
		assertThat(this.journal.isUnfinished("a", "flyway 1")).isTrue();
		this.journal.finish(rest, "done", NONE, null);
		assertThat(this.journal.isUnfinished("a", "flyway 1")).isFalse();
	}

	@Test
	void aRunThatComesToItsEndAfterAllIsNotInterrupted() throws SQLException {
		long id = begin("a", "rewrite", 0);
		this.jdbc.update("update zdm.migration set backend_pid = 1, backend_start = now()");
		assertThat(this.journal.recent(1).get(0).outcome()).isEqualTo("interrupted");
		this.journal.finish(id, "done", NONE, null);
		assertThat(this.journal.recent(1).get(0)).satisfies((entry) -> {
			assertThat(entry.outcome()).isEqualTo("done");
			assertThat(entry.error()).isNull();
		});
	}

	@Test
	void anEndThatCouldNotBeWrittenIsWrittenWhenTheJournalIsUsedAgain() throws SQLException {
		long id = begin("a", "rewrite", 0);
		this.jdbc.execute("alter table zdm.migration rename to away");
		assertThatExceptionOfType(SQLException.class)
			.isThrownBy(() -> this.journal.finish(id, "failed", NONE, "SQLSTATE 57014"));
		this.jdbc.execute("alter table zdm.away rename to migration");
		assertThat(this.journal.recent(1).get(0)).satisfies((entry) -> {
			assertThat(entry.outcome()).isEqualTo("failed");
			assertThat(entry.error()).isEqualTo("SQLSTATE 57014");
		});
	}

	@Test
	void anEntryIsNeverThereWithoutItsSteps() throws SQLException {
		begin("a", "rewrite", 0);
		this.jdbc.execute("alter table zdm.migration_step rename to away");
		assertThatExceptionOfType(SQLException.class).isThrownBy(() -> begin("b", "rewrite", 0));
		this.jdbc.execute("alter table zdm.away rename to migration_step");
		assertThat(this.jdbc.queryForList("select fingerprint from zdm.migration", String.class)).containsExactly("a");
	}

	@Test
	void behindAPoolerARunIsInterruptedAfterADay() throws SQLException {
		begin("a", "safe", 0);
		assertThat(this.jdbc.queryForObject("select backend_pid from zdm.migration", Integer.class)).isNull();
		this.jdbc.update("update zdm.migration set started_at = now() - interval '23 hours'");
		assertThat(this.journal.recent(1).get(0).outcome()).isEqualTo("running");
		this.jdbc.update("update zdm.migration set started_at = now() - interval '25 hours'");
		assertThat(this.journal.recent(1).get(0).outcome()).isEqualTo("interrupted");
	}

	@Test
	void theNextProcessFindsWhatWasInterruptedAndForgetsWhatIsOld() throws SQLException {
		this.journal.finish(begin("old", "safe", 0), "done", NONE, null);
		this.journal.finish(begin("failed", "rewrite", 0), "failed", NONE, "SQLSTATE 57014");
		this.journal.finish(begin("failed", "rewrite", 0), "failed", NONE, "SQLSTATE 57014");
		begin("killed", "rewrite", 0);
		this.jdbc
			.update("update zdm.migration set backend_pid = 1, backend_start = now() where fingerprint = 'killed'");
		this.jdbc.update("""
				insert into zdm.migration (source, kind, sql, fingerprint, in_transaction, verdict, outcome)
				select 'application', 'DROP TABLE', 'drop table', 'f' || i, false, 'refuse', 'refused'
				from generate_series(1, 2500) i""");
		this.jdbc.update("update zdm.migration set started_at = now() - interval '91 days'");
		MigrationJournal next = journal(this.dataSource);
		next.begin(new Entry("flyway 2", "DROP TABLE", null, "drop table", "new", false, "refuse", List.of(), 0),
				List.of(), List.of());
		assertThat(this.jdbc.queryForList("select fingerprint || ' ' || outcome from zdm.migration order by id",
				String.class))
			.containsExactly("failed failed", "killed interrupted", "new running");
		assertThat(next.isUnfinished("failed", "flyway 1")).isTrue();
		assertThat(next.isUnfinished("killed", "flyway 1")).isTrue();
	}

	@Test
	void instancesThatStartTogetherDoNotCollide() throws Exception {
		ExecutorService instances = Executors.newFixedThreadPool(4);
		try {
			List<Callable<Long>> starts = IntStream.range(0, 4)
				.mapToObj((i) -> (Callable<Long>) () -> journal(this.dataSource).begin(
						new Entry("flyway " + i, "DROP TABLE", null, "drop table", "f", false, "safe", List.of(), 0),
						List.of(), List.of()))
				.toList();
			for (Future<Long> start : instances.invokeAll(starts)) {
				assertThat(start.get()).isPositive();
			}
		}
		finally {
			instances.shutdownNow();
		}
		assertThat(this.journal.recent(10)).hasSize(4);
	}

	@Test
	void tablesOfAnOlderVersionAreBroughtUpToDateByTheirOwnerOnly() throws Exception {
		String role = this.database + "-role";
		this.jdbc.execute("create role \"%s\" login password 'secret'".formatted(role));
		this.jdbc.execute("create schema zdm");
		for (String script : List.of("schema", "backfill", "migration", "throttle")) {
			this.jdbc.execute(new ClassPathResource("dev/zdm/journal/" + script + ".sql")
				.getContentAsString(StandardCharsets.UTF_8));
		}
		this.jdbc.execute("insert into zdm.part values ('backfill', 1), ('migration', 1), ('throttle', 1)");
		this.jdbc.execute("grant usage, create on schema zdm to \"%s\"".formatted(role));
		this.jdbc.execute("grant select, insert, update, delete on all tables in schema zdm to \"%s\"".formatted(role));
		assertThatExceptionOfType(JournalSchemaException.class).isThrownBy(new JournalSchema(as(role))::create)
			.withMessageContaining("are of an older version")
			.withMessageContaining("grant postgres to \"%s\"".formatted(role));
		this.journal.finish(begin("a", "safe", 0), "done", NONE, null);
		assertThat(this.jdbc.queryForObject("select version from zdm.part where name = 'migration'", Integer.class))
			.isEqualTo(2);
		new JournalSchema(as(role)).create();
		this.jdbc.execute("drop owned by \"%s\"".formatted(role));
		this.jdbc.execute("drop role \"%s\"".formatted(role));
	}

	private DataSource as(String role) {
		PGSimpleDataSource plain = new PGSimpleDataSource();
		plain.setURL(this.server.jdbcUrl(this.database));
		plain.setUser(role);
		plain.setPassword("secret");
		return plain;
	}

}
