package dev.zdm.autoconfigure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;

import dev.zdm.backfill.BackfillState;
import dev.zdm.backfill.Backfills;
import dev.zdm.guard.GuardedDatabase;
import dev.zdm.guard.StatementRefusedException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.liquibase.autoconfigure.LiquibaseAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Backfills that wait for migrations, as an application has them, with the real tools.
 */
class AfterMigrationTests {

	private static final String ADD = "alter table orders add column total bigint;\n";

	private static final String REQUIRE = "-- zdm:requires backfill order-total or wait\ncomment on table orders is 'x';\n";

	private static final String SQL = "--liquibase formatted sql\n\n";

	@TempDir
	private Path scripts;

	private final GuardedDatabase database = GuardedDatabase.create();

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(DataSourceAutoConfiguration.class, ZdmAutoConfiguration.class,
				ZdmBackfillAutoConfiguration.class, ZdmFlywayAutoConfiguration.class,
				ZdmLiquibaseAutoConfiguration.class))
		.withPropertyValues("spring.datasource.url=" + this.database.jdbcUrl(), "spring.datasource.username=postgres",
				"spring.datasource.password=postgres", "zdm.backfills.order-total.table=orders",
				"zdm.backfills.order-total.set.total=id * 2", "zdm.backfills.order-total.where=total is null");

	@BeforeEach
	void createTable() throws SQLException {
		this.database.execute("create table orders (id bigint primary key)",
				"insert into orders select generate_series(1, 500)");
	}

	@AfterEach
	void close() {
		this.database.close();
	}

	@Test
	void beginWhenLiquibaseHasRunTheChangeSet() throws IOException {
		write("changes.sql", SQL + "--changeset team:other\nselect 1;\n");
		liquibase().run((context) -> {
			assertThat(context).hasNotFailed();
			Backfills backfills = context.getBean(Backfills.class);
			await().until(() -> backfills.find("order-total").isPresent());
			assertThat(backfills.find("order-total").orElseThrow().reason()).isEqualTo("waits for migration add-total");
		});
		write("changes.sql", SQL + "--changeset team:other\nselect 1;\n\n--changeset team:add-total\n" + ADD);
		liquibase().run((context) -> {
			assertThat(context).hasNotFailed();
			Backfills backfills = context.getBean(Backfills.class);
			await().atMost(Duration.ofSeconds(20))
				.until(() -> backfills.find("order-total").orElseThrow().state() == BackfillState.DONE);
			assertThat(this.database.query("select count(*) from orders where total = id * 2")).containsExactly("500");
		});
	}

	@Test
	void areRunByALaterChangeSetThatRequiresThem() throws IOException {
		write("changes.sql", SQL + "--changeset team:add-total\n" + ADD + "\n--changeset team:require\n" + REQUIRE);
		liquibase().run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(this.database.query("select count(*) from orders where total = id * 2")).containsExactly("500");
		});
	}

	@Test
	void cannotBeRequiredByTheChangeSetThatTheyWaitFor() throws IOException {
		write("changes.sql", SQL + "--changeset team:add-total\n" + ADD + REQUIRE);
		liquibase().run((context) -> assertThat(context).getFailure()
			.rootCause()
			.isInstanceOf(StatementRefusedException.class)
			.hasMessageContaining("waits for migration add-total, this very one"));
	}

	@Test
	void cannotBeRequiredByTheVersionThatTheyWaitFor() throws IOException {
		write("V7__total.sql", ADD + REQUIRE);
		this.runner.withConfiguration(AutoConfigurations.of(FlywayAutoConfiguration.class))
			.withPropertyValues("spring.flyway.locations=filesystem:" + this.scripts,
					"spring.flyway.baseline-on-migrate=true", "zdm.backfills.order-total.after-migration=7")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(StatementRefusedException.class)
				.hasMessageContaining("waits for migration 7, this very one"));
	}

	private ApplicationContextRunner liquibase() {
		return this.runner.withConfiguration(AutoConfigurations.of(LiquibaseAutoConfiguration.class))
			.withPropertyValues("spring.liquibase.change-log=file:" + this.scripts.resolve("changes.sql"),
					"zdm.backfills.order-total.after-migration=add-total");
	}

	private void write(String file, String sql) throws IOException {
		Files.writeString(this.scripts.resolve(file), sql);
	}

}
