package dev.zdm.backfill;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

import dev.zdm.test.PostgresCluster;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.flywaydb.core.api.migration.BaseJavaMigration;
import org.flywaydb.core.api.migration.Context;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

/**
 * When backfills may begin and go on.
 */
class BackfillTermsTests {

	private static final BackfillSettings SMALL = Shop.SETTINGS.batchRows(10, 50);

	private static final Backfill SLOW = Backfill.of("slow")
		.table("orders")
		.set("counter", "counter + 1 + length(pg_sleep(0.002)::text)");

	private final Shop shop = new Shop(PostgresCluster.shared().primary());

	@BeforeEach
	void createTables() {
		this.shop.execute("create table orders (id bigint primary key, counter int not null default 0)");
		this.shop.execute("insert into orders select g from generate_series(1, 500) g");
		this.shop.execute("create table copies (id bigint primary key, label text)");
	}

	@AfterEach
	void close() {
		this.shop.close();
	}

	@Test
	void waitsForAnotherOneAndDoesItsRowsToo() {
		Backfill copy = Backfill.of("copy")
			.table("orders")
			.insertInto("copies")
			.set("id", "id + length(pg_sleep(0.002)::text)")
			.onConflictDoNothing("id");
		Backfill label = Backfill.of("label").table("copies").set("label", "'x' || id").after("copy");
		BackfillRunner runner = this.shop.start(SMALL, label, copy);
		this.shop.awaitRows("copy", 50);
		BackfillProgress progress = this.shop.progress("label");
		assertThat(progress.state()).isEqualTo(BackfillState.WAITING);
		assertThat(progress.reason()).startsWith("waits for backfill copy, which is ");
		this.shop.awaitState("label", BackfillState.DONE);
		assertThat(this.shop.count("copies where label = 'x' || id")).isEqualTo(500);
		assertThat(this.shop.progress("label").startedAt()).isAfter(this.shop.progress("copy").finishedAt());
		assertThat(this.shop.progress("label").rowsEstimated()).isEqualTo(500);
		await().until(() -> !runner.isRunning());
		assertThat(this.shop.start(label, copy).isRunning()).isFalse();
	}

	@Test
	void waitsUntilNoRowIsLeftOver() {
		this.shop.execute("create function refuse() returns trigger language plpgsql as "
				+ "$$ begin if new.id = 7 then return null; end if; return new; end $$");
		this.shop.execute("create trigger refuse before insert on copies for each row execute function refuse()");
		Backfill copy = Backfill.of("copy")
			.table("orders")
			.insertInto("copies")
			.set("id", "id")
			.onConflictDoNothing("id");
		Backfill delete = Backfill.of("delete").table("orders").where("true").delete().after("copy");
		this.shop.start(copy, delete);
		this.shop.awaitState("copy", BackfillState.DONE);
		await().until(() -> this.shop.progress("delete").reason().contains("done but for 1 rows; mend them"));
		assertThat(this.shop.count("orders")).isEqualTo(500);
		this.shop.execute("drop trigger refuse on copies");
		this.shop.execute("insert into copies values (7)");
		this.shop.backfills.resume("copy");
		this.shop.awaitState("delete", BackfillState.DONE);
		assertThat(this.shop.progress("copy").rowsLeft()).isZero();
		assertThat(this.shop.count("orders")).isZero();
		assertThat(this.shop.count("copies")).isEqualTo(500);
	}

	@Test
	void canBeCancelledWhileItWaits() {
		this.shop.start(SMALL, SLOW, Backfill.of("next").table("copies").set("label", "''").after("slow"));
		this.shop.backfills.cancel("next");
		this.shop.awaitState("slow", BackfillState.DONE);
		assertThat(this.shop.progress("next").state()).isEqualTo(BackfillState.CANCELLED);
		this.shop.backfills.resume("next");
		this.shop.awaitState("next", BackfillState.DONE);
	}

	@Test
	void refusesWhatWouldNeverBegin() {
		Backfill a = Backfill.of("a").table("copies").set("label", "'a'");
		assertThatIllegalArgumentException().isThrownBy(() -> this.shop.start(a.after("a")))
			.withMessageContaining("waits for itself");
		assertThatExceptionOfType(BackfillDefinitionException.class).isThrownBy(() -> this.shop.start(a.after("c")))
			.withMessageContaining("it waits for backfill c, which is not declared")
			.withMessageContaining("known are [a]");
		Backfill b = Backfill.of("b").table("copies").set("label", "'b'").after("a");
		Backfill c = Backfill.of("c").table("copies").set("label", "'c'").after("b");
		assertThatExceptionOfType(BackfillDefinitionException.class)
			.isThrownBy(() -> this.shop.start(a.after("c"), b, c))
			.withMessageContaining("it waits for [c], which wait for it");
		assertThatExceptionOfType(BackfillDefinitionException.class)
			.isThrownBy(() -> this.shop.start(SLOW, a.set("nothing", "1").after("slow")))
			.withMessageContaining("SQLSTATE 42703");
		assertThat(this.shop.backfills.all()).isEmpty();
	}

	@Test
	void waitsForAMigrationOfFlywayAndForWhatItBrings() {
		this.shop.start(Backfill.of("later").table("orders").set("total", "id").afterMigration("7"),
				Backfill.of("early").table("orders").set("counter", "1"));
		this.shop.awaitState("early", BackfillState.DONE);
		assertThat(this.shop.progress("later").reason()).isEqualTo("waits for migration 7");
		assertThat(this.shop.progress("later").state()).isEqualTo(BackfillState.WAITING);
		flyway().baselineVersion("6").load().baseline();
		this.shop.execute("insert into orders values (501)");
		flyway().javaMigrations(new V7__AddTotal()).load().migrate();
		this.shop.awaitState("later", BackfillState.DONE);
		assertThat(this.shop.count("orders where total = id")).isEqualTo(501);
	}

	@Test
	void takesABaselineForWhatItCovers() {
		this.shop.execute("create schema app");
		flyway().defaultSchema("app").table("Migrations").baselineVersion("1.10").load().baseline();
		this.shop.run(Backfill.of("later").table("orders").set("counter", "1").afterMigration("1.9"));
		assertThat(this.shop.count("orders where counter = 1")).isEqualTo(500);
	}

	@Test
	void waitsForAChangesetOfLiquibase() {
		this.shop.execute("""
				create table databasechangelog (id varchar(255) not null, author varchar(255) not null,
				  filename varchar(255) not null, dateexecuted timestamp not null, orderexecuted int not null,
				  exectype varchar(10) not null)""");
		this.shop.execute("insert into databasechangelog values ('add-total', 'me', 'a.xml', now(), 1, 'FAILED')");
		this.shop.start(Backfill.of("later").table("orders").set("counter", "1").afterMigration("add-total"));
		await().during(Duration.ofMillis(1500))
			.until(() -> this.shop.progress("later").reason().equals("waits for migration add-total"));
		this.shop.execute("update databasechangelog set exectype = 'EXECUTED'");
		this.shop.awaitState("later", BackfillState.DONE);
	}

	@Test
	void failsWhenTheMigrationDidNotBringWhatItNeedsAndCanBeTriedAgain() {
		this.shop.start(Backfill.of("later").table("orders").set("total", "id").afterMigration("6"));
		flyway().baselineVersion("6").load().baseline();
		this.shop.awaitState("later", BackfillState.FAILED);
		assertThat(this.shop.progress("later").lastError()).contains("SQLSTATE 42703");
		this.shop.execute("alter table orders add total bigint");
		this.shop.backfills.resume("later");
		this.shop.awaitState("later", BackfillState.DONE);
		assertThat(this.shop.count("orders where total = id")).isEqualTo(500);
	}

	@Test
	void doesTheOneWithTheGreaterPriorityFirst() {
		Backfill low = Backfill.of("low").table("orders").set("counter", "1");
		Backfill high = Backfill.of("high").table("orders").set("counter", "2").priority(5);
		Backfill other = Backfill.of("other").table("copies").set("label", "'x'").priority(9);
		this.shop.execute("insert into copies select g from generate_series(1, 500) g");
		this.shop.start(low, high, other);
		this.shop.awaitState("low", BackfillState.DONE);
		assertThat(this.shop.progress("other").finishedAt()).isBefore(this.shop.progress("high").startedAt());
		assertThat(this.shop.progress("high").finishedAt()).isBefore(this.shop.progress("low").startedAt());
		assertThat(this.shop.count("orders where counter = 1")).isEqualTo(500);
	}

	@Test
	void worksInItsHoursOnlyAndSaysWhenItGoesOn() {
		this.shop.execute("insert into orders select g from generate_series(501, 9000) g");
		OffsetDateTime now = databaseTime();
		LocalTime opens = now.toLocalTime().plusSeconds(4).truncatedTo(ChronoUnit.SECONDS);
		this.shop.start(SMALL, SLOW.window(opens, opens.plusSeconds(3), ZoneOffset.UTC),
				Backfill.of("other").table("copies").set("label", "'x'"));
		this.shop.awaitState("other", BackfillState.DONE);
		assertThat(this.shop.progress("slow").reason()).startsWith("rests until ")
			.contains(opens.toString())
			.endsWith("as it is worked on from " + opens + " to " + opens.plusSeconds(3) + " Z only");
		assertThat(this.shop.progress("slow").pace()).isZero();
		this.shop.awaitRows("slow", 10);
		assertThat(databaseTime().toLocalTime()).isAfterOrEqualTo(opens);
		await().atMost(Duration.ofSeconds(10))
			.until(() -> this.shop.progress("slow").reason().startsWith("rests until "));
		await().until(() -> this.shop.count("pg_stat_activity where application_name = 'zdm backfill'") == 0);
		long rows = this.shop.progress("slow").rowsDone();
		assertThat(rows).isBetween(10L, 3000L);
		await().during(Duration.ofSeconds(3)).until(() -> this.shop.progress("slow").rowsDone() == rows);
		assertThat(this.shop.count("orders where counter = 1")).isEqualTo(rows);
		assertThat(this.shop.progress("slow").state()).isEqualTo(BackfillState.RUNNING);
		assertThat(this.shop.progress("slow").expectedAt()).isAfter(Instant.now().plus(Duration.ofHours(23)));
	}

	@Test
	void takesNewHoursAndPriorityForTheSameBackfill() {
		LocalTime time = databaseTime().toLocalTime();
		Backfill night = SLOW.window(time.plusHours(1), time.plusHours(2), ZoneOffset.UTC);
		assertThat(night.priority(3).fingerprint()).isEqualTo(SLOW.fingerprint());
		assertThat(night.after("other").fingerprint()).isNotEqualTo(SLOW.fingerprint());
		this.shop.start(SMALL, night).stop();
		assertThat(this.shop.progress("slow").reason()).startsWith("rests until ");
		this.shop.run(SMALL, SLOW);
		assertThat(this.shop.count("orders where counter = 1")).isEqualTo(500);
	}

	@Test
	void refusesAWindowThatIsNone() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> SLOW.window(LocalTime.NOON, LocalTime.NOON, ZoneOffset.UTC))
			.withMessageContaining("leave it out for the whole day");
	}

	private OffsetDateTime databaseTime() {
		OffsetDateTime time = this.shop.jdbc.queryForObject("select clock_timestamp()", OffsetDateTime.class);
		assertThat(time).isNotNull();
		return time.withOffsetSameInstant(ZoneOffset.UTC);
	}

	private FluentConfiguration flyway() {
		return Flyway.configure().dataSource(this.shop.pool);
	}

	/**
	 * Named as Flyway wants it.
	 */
	public static final class V7__AddTotal extends BaseJavaMigration {

		@Override
		public void migrate(Context context) throws Exception {
			try (var statement = context.getConnection().createStatement()) {
				statement.execute("alter table orders add total bigint");
			}
		}

	}

}
