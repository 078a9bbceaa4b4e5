package dev.zdm.journal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
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

import org.springframework.core.io.ClassPathResource;
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
			.contains("part", "backfill", "backfill_range", "backfill_sample", "backfill_aside", "scheduled_tasks",
					"replica");
		assertThat(version("backfill")).isEqualTo(5);
	}

	@Test
	void bringsTablesOfAnOlderVersionUpToDateAndKeepsTheirRows() throws Exception {
		createVersionOne();
		JournalSchema schema = new JournalSchema(this.dataSource);
		assertThat(schema.exists()).isFalse();
		schema.create();
		assertThat(schema.exists()).isTrue();
		assertThat(version("backfill")).isEqualTo(5);
		assertThat(this.jdbc.queryForList("select name from zdm.backfill", String.class)).containsExactly("old");
		String fresh = this.server.createDatabase();
		new JournalSchema(this.server.dataSource(fresh)).create();
		assertThat(shape(this.jdbc)).isEqualTo(shape(new JdbcTemplate(this.server.dataSource(fresh))));
	}

	@Test
	void letsAWorkerOfVersionFourGoOnInItsWindow() throws IOException {
		createVersionOne();
		for (int version = 2; version <= 4; version++) {
			this.jdbc.execute(script("backfill-" + version));
		}
		this.jdbc.update("update zdm.part set version = 4");
		this.jdbc.update("update zdm.backfill_range set worker = 'four', striper = 'four', stripes = 8, stripe = 1, "
				+ "window_to = '{50}', window_rows = 50");
		new JournalSchema(this.dataSource).create();
		assertThat(version("backfill")).isEqualTo(5);
		this.jdbc.update("update zdm.backfill_range set stripe = 2");
		assertThat(this.jdbc.queryForObject("select stripe from zdm.backfill_range where striper = 'four 5'",
				Integer.class))
			.isEqualTo(2);
	}

	@Test
	void leavesTablesOfANewerVersionAlone() {
		new JournalSchema(this.dataSource).create();
		this.jdbc.update("update zdm.part set version = 99");
		new JournalSchema(this.dataSource).create();
		assertThat(version("backfill")).isEqualTo(99);
	}

	@Test
	void saysWhoMustUpgradeWhatBelongsToSomebodyElse() throws Exception {
		createVersionOne();
		String role = this.database + "-user";
		this.jdbc.execute("create role \"%s\" login password 'secret'".formatted(role));
		this.jdbc.execute("grant usage, create on schema zdm to \"%s\"".formatted(role));
		this.jdbc.execute("grant select, insert, update, delete on all tables in schema zdm to \"%s\"".formatted(role));
		assertThatExceptionOfType(JournalSchemaException.class).isThrownBy(new JournalSchema(as(role))::create)
			.withMessageContaining("start this version of the application once as their owner");
		assertThat(version("backfill")).isEqualTo(1);
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

	private void createVersionOne() throws IOException {
		this.jdbc.execute("create schema zdm");
		this.jdbc.execute("create table zdm.part (name text primary key, version integer not null, "
				+ "created_at timestamptz not null default now())");
		this.jdbc.execute(script("backfill"));
		this.jdbc.execute("insert into zdm.part (name, version) values ('backfill', 1)");
		this.jdbc.execute("insert into zdm.backfill (name, fingerprint, table_name, key_columns, rows_estimated) "
				+ "values ('old', '0', 'public.t', 'id bigint', 100)");
		this.jdbc.execute("insert into zdm.backfill_range (backfill, number, upper_bound) values (1, 1, '{100}')");
	}

	private static String script(String name) throws IOException {
		return new ClassPathResource(name + ".sql", JournalSchema.class).getContentAsString(StandardCharsets.UTF_8);
	}

	private Integer version(String part) {
		return this.jdbc.queryForObject("select version from zdm.part where name = ?", Integer.class, part);
	}

	/**
	 * Columns and constraints, whatever the order in which they were added.
	 */
	private static List<String> shape(JdbcTemplate jdbc) {
		return jdbc.queryForList(
				"""
						select concat_ws(' ', attrelid::regclass, attname, format_type(atttypid, atttypmod), attnotnull,
						         (select pg_get_expr(adbin, adrelid) from pg_attrdef where adrelid = attrelid and adnum = attnum))
						  from pg_attribute join pg_class on pg_class.oid = attrelid
						 where relnamespace = 'zdm'::regnamespace and attnum > 0 and relkind = 'r'
						union all
						select concat_ws(' ', conrelid::regclass, pg_get_constraintdef(oid)) from pg_constraint
						 where connamespace = 'zdm'::regnamespace
						union all
						select concat_ws(' ', pg_get_indexdef(indexrelid)) from pg_index join pg_class on pg_class.oid = indexrelid
						 where relnamespace = 'zdm'::regnamespace
						order by 1""",
				String.class);
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
