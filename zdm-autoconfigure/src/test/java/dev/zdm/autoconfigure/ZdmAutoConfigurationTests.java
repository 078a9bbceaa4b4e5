package dev.zdm.autoconfigure;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import dev.zdm.actuate.MigrationsEndpoint;
import dev.zdm.backfill.Backfill;
import dev.zdm.backfill.BackfillProgress;
import dev.zdm.backfill.BackfillRunner;
import dev.zdm.backfill.BackfillState;
import dev.zdm.backfill.Backfills;
import dev.zdm.execute.BlockerPolicy;
import dev.zdm.execute.LadderSettings;
import dev.zdm.guard.GuardedDatabase;
import dev.zdm.guard.StatementRefusedException;
import dev.zdm.jdbc.GuardedDataSource;
import dev.zdm.jdbc.MigrationExecutor;
import dev.zdm.journal.JournalSchema;
import dev.zdm.journal.MigrationJournal;
import dev.zdm.journal.MigrationRecord;
import dev.zdm.metrics.MigrationMetrics;
import dev.zdm.throttle.Reading;
import dev.zdm.throttle.Signal;
import dev.zdm.throttle.SignalState;
import dev.zdm.throttle.Throttle;
import dev.zdm.throttle.WhenUnknown;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration;
import org.springframework.boot.jdbc.DataSourceUnwrapper;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceInitializationAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.boot.liquibase.autoconfigure.LiquibaseAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

class ZdmAutoConfigurationTests {

	private final GuardedDatabase database = GuardedDatabase.create();

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(DataSourceAutoConfiguration.class,
				DataSourceInitializationAutoConfiguration.class, DataSourceTransactionManagerAutoConfiguration.class,
				JdbcTemplateAutoConfiguration.class, ZdmAutoConfiguration.class, ZdmBackfillAutoConfiguration.class,
				ZdmEndpointAutoConfiguration.class, ZdmFlywayAutoConfiguration.class, ZdmHealthAutoConfiguration.class,
				ZdmLiquibaseAutoConfiguration.class, ZdmMetricsAutoConfiguration.class))
		.withPropertyValues("spring.datasource.url=" + this.database.jdbcUrl(), "spring.datasource.username=postgres",
				"spring.datasource.password=postgres", "management.endpoints.web.exposure.include=*");

	private final ApplicationContextRunner flywayRunner = this.contextRunner
		.withConfiguration(AutoConfigurations.of(FlywayAutoConfiguration.class));

	@AfterEach
	void close() {
		this.database.close();
	}

	@Test
	void theDataSourceIsGuardedAndHikariIsStillFound() {
		this.contextRunner.run((context) -> {
			assertThat(context).hasNotFailed().hasSingleBean(DataSource.class);
			DataSource dataSource = context.getBean(DataSource.class);
			assertThat(dataSource).isInstanceOf(GuardedDataSource.class);
			assertThat(DataSourceUnwrapper.unwrap(dataSource, HikariDataSource.class)).isNotNull();
			assertThat(context).hasSingleBean(MigrationsEndpoint.class)
				.hasSingleBean(MigrationMetrics.class)
				.hasSingleBean(Backfills.class)
				.hasBean("migrationsHealthIndicator");
		});
	}

	@Test
	void anApplicationThatSendsNoDdlGetsNoSchema() {
		this.contextRunner.run((context) -> {
			assertThat(context.getBean(JdbcTemplate.class).queryForObject("select 1", Integer.class)).isEqualTo(1);
			assertThat(context.getBean(MigrationsEndpoint.class).migrations().statements()).isEmpty();
			assertThat(this.database.query("select to_regnamespace('zdm')")).containsExactly((String) null);
		});
	}

	@Test
	void allOfItCanBeSwitchedOff() {
		this.contextRunner.withPropertyValues("zdm.enabled=false").run((context) -> {
			assertThat(context).hasNotFailed().doesNotHaveBean(MigrationsEndpoint.class);
			assertThat(context.getBean(DataSource.class)).isInstanceOf(HikariDataSource.class);
		});
		this.contextRunner.withPropertyValues("zdm.guard.mode=off")
			.run((context) -> assertThat(context.getBean(DataSource.class)).isInstanceOf(HikariDataSource.class));
		this.contextRunner.withPropertyValues("zdm.backfill.enabled=false")
			.run((context) -> assertThat(context).hasSingleBean(Backfills.class).doesNotHaveBean(BackfillRunner.class));
	}

	@Test
	void propertiesReachTheirRooms() {
		this.contextRunner
			.withPropertyValues("zdm.lock.downtime=300ms", "zdm.lock.downtime-steps=3", "zdm.lock.downtime-delay=10ms",
					"zdm.lock.give-up-after=2m", "zdm.lock.blockers=terminate", "zdm.lock.blockers-after=90s",
					"zdm.journal.keep=30d", "zdm.guard.rules.ZDM050=warn", "zdm.guard.rules.zdm023=off",
					"zdm.guard.start-after=7", "zdm.guard.small-table-rows=10", "zdm.guard.unknown=refuse",
					"zdm.throttle.replica-lag.limit=5s", "zdm.throttle.replica-lag.ignore=delayed,far",
					"zdm.backfill.batch-rows.max=100")
			.run((context) -> {
				assertThat(context.getBean(LockProperties.class).toSettings()).isEqualTo(
						new LadderSettings(Duration.ofMillis(300), 3, Duration.ofMillis(10), Duration.ofMinutes(2)));
				assertThat(context.getBean(LockProperties.class).toBlockerPolicy())
					.isEqualTo(new BlockerPolicy(BlockerPolicy.Action.TERMINATE, Duration.ofSeconds(90)));
				assertThat(context.getBean(JournalProperties.class).keep()).isEqualTo(Duration.ofDays(30));
				assertThat(context.getBean(GuardProperties.class).toSettings().rules()).containsOnlyKeys("ZDM050",
						"ZDM023");
				assertThat(context.getBean(ThrottleProperties.class).replicaLag().ignore()).containsExactly("delayed",
						"far");
				assertThat(context.getBean(BackfillProperties.class).toSettings().maxRows()).isEqualTo(100);
			});
	}

	@Test
	void aSignalOfTheApplicationsOwnTakesPartByItsOwnNameLimitAndPolicy() {
		this.flywayRunner
			.withPropertyValues("spring.flyway.locations=classpath:db/clean", "zdm.backfills.totals.table=orders",
					"zdm.backfills.totals.set.total=total + 1")
			.withBean(QueueLength.class)
			.run((context) -> {
				Throttle throttle = context.getBean(Throttle.class);
				await().until(() -> throttle.pace().reason().equals("queue: 12.0 jobs, the limit is 10.0 jobs"));
				assertThat(throttle.signals()).extracting(SignalState::name, SignalState::whenUnknown)
					.containsExactly(tuple("replica-lag", WhenUnknown.STOP), tuple("queue", WhenUnknown.HOLD));
				await().until(() -> throttle.heldBackSeconds().getOrDefault("queue", 0.0) > 0.1);
				Backfills backfills = context.getBean(Backfills.class);
				assertThat(backfills.find("totals").orElseThrow().rowsDone()).isZero();
				context.getBean(QueueLength.class).length = null;
				await().untilAsserted(
						() -> assertThat(backfills.find("totals").orElseThrow().state()).isEqualTo(BackfillState.DONE));
			});
	}

	@Test
	void signalsAreOnWhenTheyHaveALimit() {
		this.flywayRunner.withBean(QueueLength.class)
			.withBean(SimpleMeterRegistry.class)
			.withPropertyValues("spring.flyway.locations=classpath:db/clean", "zdm.backfills.totals.table=orders",
					"zdm.backfills.totals.set.total=total + 1", "zdm.throttle.wal.limit=20MB",
					"zdm.throttle.archive.limit=1GB", "zdm.throttle.slots.limit=1GB",
					"zdm.throttle.oldest-transaction.limit=10m", "zdm.throttle.lock-waiters.limit=5",
					"zdm.throttle.active-sessions.limit=16", "zdm.throttle.dead-tuples.limit=30",
					"zdm.throttle.http-latency.limit=200ms", "zdm.throttle.http-latency.unknown=ignore",
					"zdm.throttle.pool-waiters.limit=3")
			.run((context) -> {
				Throttle throttle = context.getBean(Throttle.class);
				await().untilAsserted(
						() -> assertThat(throttle.signals()).extracting(SignalState::name, SignalState::limit)
							.containsExactlyInAnyOrder(tuple("replica-lag", 1.0), tuple("wal", 20.97152),
									tuple("archive", 1073.741824), tuple("slots", 1073.741824),
									tuple("oldest-transaction", 600.0), tuple("lock-waiters", 5.0),
									tuple("active-sessions", 16.0), tuple("dead-tuples", 30.0),
									tuple("http-latency", null), tuple("pool-waiters", null), tuple("queue", 10.0)));
				context.getBean(QueueLength.class).length = 0;
				await().until(() -> context.getBean(Backfills.class)
					.find("totals")
					.orElseThrow()
					.state() == BackfillState.DONE);
			});
	}

	@Test
	void aLimitThatNobodyWouldLookAtStopsTheStart() {
		this.contextRunner.withPropertyValues("zdm.throttle.http-latency.limit=200ms")
			.withClassLoader(new FilteredClassLoader("io.micrometer"))
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("zdm.throttle.http-latency.limit needs Micrometer"));
		this.contextRunner.withPropertyValues("zdm.throttle.wal.limit=0B")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("set zdm.throttle.wal.limit, or leave it out"));
	}

	@Test
	void aReplicasOwnDataSourceIsAskedAndLeavesTheApplicationsAlone() {
		this.contextRunner.withUserConfiguration(OneReplica.class)
			.withPropertyValues("zdm.throttle.replica-lag.limit-bytes=1MB")
			.run((context) -> {
				assertThat(context).hasNotFailed().hasSingleBean(JournalSchema.class);
				assertThat(context.getBean(Throttle.class).replicas()).singleElement()
					.satisfies((replica) -> assertThat(replica.note()).isEqualTo("cannot be asked (SQLSTATE 08001)"));
			});
	}

	@Test
	void aRuleThatDoesNotExistStopsTheStartAndListsThoseThatDo() {
		this.contextRunner.withPropertyValues("zdm.guard.rules.ZDM999=warn")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("ZDM999")
				.hasMessageContaining("ZDM050"));
	}

	@Test
	void twoInstancesThatStartTogetherDoNotCollide() {
		ApplicationContextRunner instance = this.flywayRunner
			.withPropertyValues("spring.flyway.locations=classpath:db/clean,classpath:db/concurrent");
		CompletableFuture<?>[] starts = new CompletableFuture<?>[2];
		for (int i = 0; i < starts.length; i++) {
			starts[i] = CompletableFuture.runAsync(() -> instance.run((context) -> assertThat(context).hasNotFailed()),
					(task) -> new Thread(task).start());
		}
		CompletableFuture.allOf(starts).orTimeout(60, TimeUnit.SECONDS).join();
		instance.run((context) -> assertThat(context.getBean(MigrationJournal.class).recent(100))
			.extracting(MigrationRecord::outcome)
			.containsOnly("done"));
	}

	@Test
	void aMigrationIsRunWithoutFlyway() {
		this.contextRunner.run((context) -> {
			MigrationExecutor executor = context.getBean(MigrationExecutor.class);
			executor.execute("create table notes (id bigint); create index notes_id on notes (id)");
			assertThat(executor.plan("drop index notes_id")).singleElement()
				.satisfies((planned) -> assertThat(planned.steps()).hasSize(1));
		});
	}

	@Test
	void flywayMigrationsPassTheGuardInSpiteOfFlywaysTransactionalLock() {
		this.flywayRunner.withPropertyValues("spring.flyway.locations=classpath:db/clean,classpath:db/concurrent")
			.run((context) -> {
				assertThat(context).hasNotFailed();
				List<MigrationRecord> entries = context.getBean(MigrationJournal.class).from("flyway 2");
				assertThat(entries).singleElement()
					.satisfies((entry) -> assertThat(entry.verdict()).isEqualTo("rewrite"));
				assertThat(context.getBean(MigrationJournal.class).from("flyway 2.1")).hasSize(2)
					.allMatch((entry) -> entry.verdict().equals("rewrite"));
				assertThat(context.getBean(MigrationJournal.class).from("flyway view")).hasSize(1);
				assertThat(this.database.validIndexes("orders")).containsExactly("orders_email_idx", "orders_pkey",
						"orders_total_idx");
				assertThat(this.database.constraints("orders")).contains("orders_total_positive")
					.noneMatch((name) -> name.endsWith("not valid"));
				assertThat(this.database
					.query("select attname from pg_attribute where attrelid = 'orders'::regclass " + "and attnum = 3"))
					.containsExactly("amount");
			});
	}

	@Test
	void aRefusedMigrationStopsTheStartWithItsRecipe() {
		this.flywayRunner.withPropertyValues("spring.flyway.locations=classpath:db/clean,classpath:db/refused")
			.run((context) -> {
				assertThat(context).hasFailed();
				assertThat(context.getStartupFailure()).rootCause().isInstanceOf(StatementRefusedException.class);
				FailureAnalysis analysis = new ZdmFailureAnalyzer().analyze(context.getStartupFailure());
				assertThat(analysis).isNotNull();
				assertThat(analysis.getDescription()).contains("alter table orders alter column id type integer",
						"ZDM040");
				assertThat(analysis.getAction()).contains("Instead:", "zdm:allow ZDM040",
						"zdm.guard.rules.ZDM040: warn");
			});
		assertThat(version()).containsExactly("2.1");
	}

	@Test
	void aDataSourceOfFlywaysOwnIsGuardedToo() {
		this.flywayRunner
			.withPropertyValues("spring.flyway.locations=classpath:db/clean,classpath:db/refused",
					"spring.flyway.url=" + this.database.jdbcUrl(), "spring.flyway.user=postgres",
					"spring.flyway.password=postgres")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(StatementRefusedException.class));
	}

	@Test
	void liquibasePassesTheGuardAlsoWithADataSourceOfItsOwn() {
		ApplicationContextRunner liquibase = this.contextRunner
			.withConfiguration(AutoConfigurations.of(LiquibaseAutoConfiguration.class))
			.withPropertyValues("spring.liquibase.change-log=classpath:changelog/master.sql");
		liquibase.run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(this.database.journal()).anyMatch((entry) -> entry.kind().equals("CREATE INDEX"));
			assertThat(this.database.validIndexes("orders")).contains("orders_email_idx");
		});
		liquibase
			.withPropertyValues("spring.liquibase.url=" + this.database.jdbcUrl(), "spring.liquibase.user=postgres",
					"spring.liquibase.password=postgres", "spring.liquibase.drop-first=true")
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(this.database.journal()).filteredOn((entry) -> entry.kind().equals("CREATE INDEX"))
					.filteredOn((entry) -> String.valueOf(entry.relation()).equals("orders"))
					.hasSize(2);
			});
	}

	@Test
	void scriptsOfSpringSqlInitPassTheGuard() throws SQLException {
		this.database.execute("create table orders (id bigint primary key, email text)");
		this.contextRunner
			.withPropertyValues("spring.sql.init.mode=always",
					"spring.sql.init.schema-locations=classpath:db/clean/V2__index.sql")
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(this.database.lastEntry().verdict()).isEqualTo("rewrite");
			});
	}

	@Test
	void backfillsFromBeansAndPropertiesAreRunWhenTheApplicationIsUp() {
		this.flywayRunner
			.withPropertyValues("spring.flyway.locations=classpath:db/clean",
					"zdm.backfills.order-email-lower.table=orders",
					"zdm.backfills.order-email-lower.set.email=lower(email)",
					"zdm.backfills.order-email-lower.where=email <> lower(email)")
			.withBean("totals", Backfill.class, () -> Backfill.of("totals").table("orders").set("total", "total + 1"))
			.run((context) -> {
				assertThat(context).hasNotFailed();
				Backfills backfills = context.getBean(Backfills.class);
				await().until(() -> backfills.all().size() == 2
						&& backfills.all().stream().map(BackfillProgress::state).allMatch(BackfillState.DONE::equals));
				assertThat(
						this.database.query("select count(*) from orders where email = 'e' || id and total = id + 1"))
					.containsExactly("1000");
				assertThat(context.getBean(MigrationsEndpoint.class).migrations().backfills()).hasSize(2)
					.allMatch((backfill) -> backfill.percent() == 100);
			});
	}

	@Test
	void aBackfillThatMakesNoSenseStopsTheStartBeforeAnyRowIsTouched() {
		this.flywayRunner
			.withPropertyValues("spring.flyway.locations=classpath:db/clean", "zdm.backfills.odd.table=orders",
					"zdm.backfills.odd.set.email=nowhere + 1")
			.run((context) -> {
				assertThat(context).hasFailed();
				FailureAnalysis analysis = new ZdmFailureAnalyzer().analyze(context.getStartupFailure());
				assertThat(analysis).isNotNull();
				assertThat(analysis.getDescription()).contains("odd");
			});
	}

	@Test
	void connectionsOfTheApplicationAreNeitherLeakedNorChanged() {
		this.flywayRunner
			.withPropertyValues("spring.flyway.locations=classpath:db/clean",
					"spring.datasource.hikari.maximum-pool-size=4")
			.run((context) -> {
				HikariDataSource pool = DataSourceUnwrapper.unwrap(context.getBean(DataSource.class),
						HikariDataSource.class);
				assertThat(pool.getHikariPoolMXBean().getActiveConnections()).isZero();
				try (Connection connection = pool.getConnection()) {
					assertThat(GuardedDatabase.query(connection, "show lock_timeout")).containsExactly("0");
				}
			});
	}

	private List<String> version() {
		try {
			return this.database.query("select version from flyway_schema_history where version is not null "
					+ "order by installed_rank desc limit 1");
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
	}

	static final class QueueLength implements Signal {

		private volatile @Nullable Integer length = 12;

		@Override
		public String name() {
			return "queue";
		}

		@Override
		public Reading read() {
			Integer known = this.length;
			return (known != null) ? Reading.of(known, 10, "jobs", "") : Reading.unknown("the queue is away");
		}

		@Override
		public WhenUnknown whenUnknown() {
			return WhenUnknown.HOLD;
		}

		@Override
		public Duration every() {
			return Duration.ofMillis(50);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OneReplica {

		@Bean(defaultCandidate = false)
		@ReplicaDataSource
		DataSource replica() {
			PGSimpleDataSource nowhere = new PGSimpleDataSource();
			nowhere.setURL("jdbc:postgresql://localhost:1/postgres");
			return nowhere;
		}

	}

}
