package dev.zdm.autoconfigure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;

import dev.zdm.backfill.Backfill;
import dev.zdm.guard.GuardedDatabase;
import dev.zdm.guard.StatementRefusedException;
import dev.zdm.journal.MigrationJournal;
import dev.zdm.journal.MigrationRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.boot.liquibase.autoconfigure.LiquibaseAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.jdbc.core.JdbcTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Migrations that require backfills, or write many rows, as an application has them.
 */
class RequiredBackfillTests {

	private static final String DROP = "-- zdm:requires backfill order-email-lower\nalter table orders drop column email;\n";

	private static final String MANY = "update orders set email = 'x' || email;\n";

	@TempDir
	private Path scripts;

	private final GuardedDatabase database = GuardedDatabase.create();

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(DataSourceAutoConfiguration.class, JdbcTemplateAutoConfiguration.class,
				ZdmAutoConfiguration.class, ZdmBackfillAutoConfiguration.class, ZdmFlywayAutoConfiguration.class,
				ZdmLiquibaseAutoConfiguration.class))
		.withPropertyValues("spring.datasource.url=" + this.database.jdbcUrl(), "spring.datasource.username=postgres",
				"spring.datasource.password=postgres", "spring.datasource.hikari.connection-timeout=3000",
				"spring.datasource.hikari.maximum-pool-size=4", "zdm.backfills.order-email-lower.table=orders",
				"zdm.backfills.order-email-lower.set.email_lower=lower(email)",
				"zdm.backfills.order-email-lower.where=email_lower is null");

	@BeforeEach
	void createTable() throws SQLException {
		this.database.execute("create table orders (id bigint primary key, email text, email_lower text)",
				"insert into orders select g, 'Mail' || g from generate_series(1, 12000) g", "analyze orders");
	}

	@AfterEach
	void close() {
		this.database.close();
	}

	@Test
	void flywayWaitsForABackfillOfTheApplicationsProperties() throws IOException {
		write("V2__drop.sql", DROP);
		flyway().withPropertyValues("zdm.backfill.requires.run-rows=20000").run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(context.getBean(MigrationJournal.class).from("flyway 2")).extracting(MigrationRecord::kind)
				.containsExactlyInAnyOrder("ALTER TABLE", "REQUIRES BACKFILL");
		});
		assertThatAllIsDone();
	}

	@Test
	void flywayWaitsWithADataSourceOfItsOwnToo() throws IOException {
		write("V2__drop.sql", DROP);
		flyway()
			.withPropertyValues("zdm.backfill.requires.unfinished=wait", "spring.flyway.url=" + this.database.jdbcUrl(),
					"spring.flyway.user=postgres", "spring.flyway.password=postgres")
			.run((context) -> assertThat(context).hasNotFailed());
		assertThatAllIsDone();
	}

	@Test
	void aBeanThatNeedsTheDatabaseMayDefineIt() throws IOException {
		write("V2__drop.sql",
				"-- zdm:requires backfill bean, order-email-lower or wait\nalter table orders drop column email;");
		flyway()
			.withBean("bean", Backfill.class,
					() -> Backfill.of("bean").table("orders").set("email_lower", "lower(email)"))
			.run((context) -> assertThat(context).hasNotFailed().hasSingleBean(JdbcTemplate.class));
		assertThatAllIsDone();
	}

	@Test
	void tooMuchToDoStopsTheStartWithTheWayOut() throws IOException {
		write("V2__drop.sql", DROP);
		flyway().run((context) -> {
			assertThat(context).hasFailed();
			FailureAnalysis analysis = new ZdmFailureAnalyzer().analyze(context.getStartupFailure());
			assertThat(analysis).isNotNull();
			assertThat(analysis.getDescription())
				.contains("It requires backfill order-email-lower, which has not begun: more than 10,000 rows");
			assertThat(analysis.getAction()).contains("zdm:requires backfill order-email-lower or wait");
		});
	}

	@Test
	void liquibaseWaitsForABackfillAlsoWhereItStripsComments() throws IOException {
		write("changes.sql", "--liquibase formatted sql\n\n--changeset team:drop\n" + DROP);
		liquibase().run((context) -> assertThat(context).getFailure()
			.rootCause()
			.isInstanceOf(StatementRefusedException.class)
			.hasMessageContaining("requires backfill order-email-lower"));
		liquibase().withPropertyValues("zdm.backfill.requires.unfinished=wait").run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(context.getBean(MigrationJournal.class).from("liquibase drop"))
				.extracting(MigrationRecord::outcome)
				.contains("done", "refused");
		});
		assertThatAllIsDone();
	}

	@Test
	void manyRowsAreRefusedFromFlywayAndFromLiquibase() throws IOException {
		write("V2__many.sql", MANY);
		write("changes.sql", "--liquibase formatted sql\n\n--changeset team:many\n" + MANY);
		for (ApplicationContextRunner tool : new ApplicationContextRunner[] { flyway(), liquibase() }) {
			tool.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(StatementRefusedException.class)
				.hasMessageContaining("ZDM082")
				.hasMessageContaining("{table: \"orders\", set: {email: \"'x' || email\"}}"));
		}
		liquibase().withPropertyValues("zdm.guard.max-rows=12000").run((context) -> assertThat(context).hasNotFailed());
	}

	private ApplicationContextRunner flyway() {
		return this.runner.withConfiguration(AutoConfigurations.of(FlywayAutoConfiguration.class))
			.withPropertyValues("spring.flyway.locations=filesystem:" + this.scripts,
					"spring.flyway.baseline-on-migrate=true", "spring.flyway.baseline-version=1");
	}

	private ApplicationContextRunner liquibase() {
		return this.runner.withConfiguration(AutoConfigurations.of(LiquibaseAutoConfiguration.class))
			.withPropertyValues("spring.liquibase.change-log=file:" + this.scripts.resolve("changes.sql"));
	}

	private void assertThatAllIsDone() {
		try {
			assertThat(this.database.query("select count(*) from orders where email_lower = 'mail' || id"))
				.containsExactly("12000");
			assertThat(this.database
				.query("select attname from pg_attribute where attrelid = 'orders'::regclass and attname = 'email'"))
				.isEmpty();
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private void write(String file, String sql) throws IOException {
		Files.writeString(this.scripts.resolve(file), sql);
	}

}
