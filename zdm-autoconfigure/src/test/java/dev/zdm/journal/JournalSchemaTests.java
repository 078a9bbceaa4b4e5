package dev.zdm.journal;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

import javax.sql.DataSource;

import dev.zdm.test.PostgresCluster;
import dev.zdm.test.PostgresServer;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

import org.springframework.jdbc.core.JdbcTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class JournalSchemaTests {

	private final PostgresServer server = PostgresCluster.shared().primary();

	private final String database = this.server.createDatabase();

	private final DataSource dataSource = this.server.dataSource(this.database);

	private final JdbcTemplate jdbc = new JdbcTemplate(this.dataSource);

	@Test
	void createsItsTablesOnceAndLeavesThemAlone() {
		JournalSchema schema = new JournalSchema(this.dataSource);
		schema.create();
		schema.create();
		new JournalSchema(this.dataSource).create();
		assertThat(this.jdbc.queryForList("select table_name from information_schema.tables where table_schema = 'zdm'",
				String.class))
			.contains("part", "backfill", "backfill_range", "backfill_sample", "scheduled_tasks", "replica");
		assertThat(this.jdbc.queryForObject("select version from zdm.part where name = 'backfill'", Integer.class))
			.isEqualTo(1);
	}

	@Test
	void letsInstancesThatStartTogetherTakeTurns() throws Exception {
		ExecutorService instances = Executors.newFixedThreadPool(4);
		try {
			Callable<Boolean> start = () -> {
				new JournalSchema(this.dataSource).create();
				return true;
			};
			List<Future<Boolean>> started = instances.invokeAll(Stream.generate(() -> start).limit(4).toList());
			for (Future<Boolean> instance : started) {
				assertThat(instance.get()).isTrue();
			}
		}
		finally {
			instances.shutdownNow();
		}
	}

	@Test
	void saysWhichGrantIsMissingStepByStepAndUsesWhatOthersCreated() {
		String role = this.database + "-role";
		this.jdbc.execute("create role \"%s\" login password 'secret'".formatted(role));
		JournalSchema schema = new JournalSchema(as(role));
		assertRefused(schema, "grant create on database %s to \"%s\"".formatted(this.database, role));
		this.jdbc.execute("create schema zdm");
		assertRefused(schema, "grant usage, create on schema zdm to \"%s\"".formatted(role));
		new JournalSchema(this.dataSource).create();
		assertRefused(schema,
				"grant select, insert, update, delete on all tables in schema zdm to \"%s\"".formatted(role));
		this.jdbc.execute("grant usage on schema zdm to \"%s\"".formatted(role));
		this.jdbc.execute("grant select, insert, update, delete on all tables in schema zdm to \"%s\"".formatted(role));
		schema.create();
	}

	private static void assertRefused(JournalSchema schema, String grant) {
		assertThatExceptionOfType(JournalSchemaException.class).isThrownBy(schema::create).withMessageContaining(grant);
	}

	private DataSource as(String role) {
		PGSimpleDataSource plain = new PGSimpleDataSource();
		plain.setURL(this.server.jdbcUrl(this.database));
		plain.setUser(role);
		plain.setPassword("secret");
		return plain;
	}

}
