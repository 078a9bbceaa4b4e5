package dev.zdm.flyway;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

import dev.zdm.autoconfigure.ZdmAutoConfiguration;
import dev.zdm.autoconfigure.ZdmFlywayAutoConfiguration;
import dev.zdm.guard.GuardedDatabase;
import dev.zdm.guard.StatementRefusedException;
import dev.zdm.journal.MigrationRecord;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The guard under the ways in which Flyway can be run.
 */
class FlywayVariantsTests {

	private static final String TABLE = "create table orders (id bigint primary key, email text);"
			+ "insert into orders select i, 'e' || i from generate_series(1, 100) i;";

	private static final String INDEX = "create index orders_email_idx on orders (email);";

	@TempDir
	private Path scripts;

	private final GuardedDatabase database = GuardedDatabase.create();

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(DataSourceAutoConfiguration.class, ZdmAutoConfiguration.class,
				ZdmFlywayAutoConfiguration.class, FlywayAutoConfiguration.class))
		.withPropertyValues("spring.datasource.url=" + this.database.jdbcUrl(), "spring.datasource.username=postgres",
				"spring.datasource.password=postgres", "spring.datasource.hikari.connection-timeout=3000");

	@AfterEach
	void close() {
		this.database.close();
	}

	private ApplicationContextRunner with(Map<String, String> files, String... properties) throws IOException {
		for (Map.Entry<String, String> file : files.entrySet()) {
			Files.writeString(this.scripts.resolve(file.getKey()), file.getValue());
		}
		return this.runner.withPropertyValues("spring.flyway.locations=filesystem:" + this.scripts)
			.withPropertyValues(properties);
	}

	@Test
	void aGroupIsOneTransactionThatSeesItsOwnTables() throws IOException {
		with(Map.of("V1__t.sql", TABLE, "V2__i.sql", INDEX), "spring.flyway.group=true")
			.run((context) -> assertThat(verdict("flyway 2")).containsExactly("free"));
		with(Map.of("V3__c.sql", "alter table orders add column note text;", "V4__i.sql",
				"create index on orders (note);"), "spring.flyway.group=true")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(StatementRefusedException.class)
				.hasMessageContaining("a migration of its own"));
	}

	@Test
	void statementsInAndOutOfTransactionsMayBeMixed() throws IOException {
		with(Map.of("V1__t.sql", TABLE), "spring.flyway.mixed=true")
			.run((context) -> assertThat(context).hasNotFailed());
		with(Map.of("V2__i.sql",
				"create index concurrently orders_a on orders (email); " + INDEX
						+ " alter table orders add column note text; create index orders_note on orders (note);"),
				"spring.flyway.mixed=true")
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(this.database.validIndexes("orders")).containsExactly("orders_a", "orders_email_idx",
						"orders_note", "orders_pkey");
			});
	}

	@Test
	void theLockMayBeOneOfTheSession() throws IOException {
		with(Map.of("V1__t.sql", TABLE, "V2__i.sql", INDEX), "spring.flyway.postgresql.transactional-lock=false")
			.run((context) -> assertThat(verdict("flyway 2")).containsExactly("rewrite"));
	}

	@Test
	void migrationsMayComeOutOfOrderAndAfterABaseline() throws Exception {
		this.database.execute(TABLE);
		with(Map.of("V1__t.sql", TABLE, "V3__c.sql", "alter table orders add column note text;"),
				"spring.flyway.baseline-on-migrate=true")
			.run((context) -> assertThat(verdict("flyway 3")).containsExactly("safe"));
		with(Map.of("V2__i.sql", INDEX), "spring.flyway.out-of-order=true")
			.run((context) -> assertThat(verdict("flyway 2")).containsExactly("rewrite"));
	}

	@Test
	void callbacksPassTheGuardAsTheApplicationsOwn() throws IOException {
		with(Map.of("V1__t.sql", TABLE, "R__v.sql", "create or replace view v as select id from orders;",
				"beforeMigrate.sql", "create table if not exists audit (id int);", "afterMigrate.sql",
				"create index if not exists orders_late on orders (email);"))
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(verdict("flyway v")).containsExactly("safe");
				assertThat(verdict("application")).contains("rewrite");
			});
	}

	@Test
	void anotherSchemaAndPlaceholdersReachTheSteps() throws IOException {
		with(Map.of("V1__t.sql", TABLE, "V2__i.sql", "create index ${name} on orders (email);", "V3__n.sql",
				"alter table orders alter column email set not null;"), "spring.flyway.default-schema=shop",
				"spring.flyway.placeholders.name=orders_p")
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(this.database.validIndexes("shop.orders")).containsExactly("orders_p", "orders_pkey");
				assertThat(verdict("flyway 3")).containsExactly("rewrite");
			});
	}

	@Test
	void whatWasCleanedCanBeMigratedAgain() throws IOException {
		with(Map.of("V1__t.sql",
				TABLE + "create view v as select * from orders; create type mood as enum ('a'); "
						+ "create sequence s; create table items (id bigint references orders (id));",
				"V2__i.sql", INDEX), "spring.flyway.clean-disabled=false")
			.run((context) -> {
				context.getBean(Flyway.class).clean();
				assertThat(this.database.query("select 1 from pg_class where relnamespace = 'public'::regnamespace"))
					.isEmpty();
				context.getBean(Flyway.class).migrate();
				assertThat(this.database.validIndexes("orders")).contains("orders_email_idx");
			});
	}

	private List<String> verdict(String source) throws SQLException {
		return this.database.journal()
			.stream()
			.filter((entry) -> entry.source().equals(source))
			.map(MigrationRecord::verdict)
			.distinct()
			.toList();
	}

}
