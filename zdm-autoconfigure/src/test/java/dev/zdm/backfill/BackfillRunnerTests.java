package dev.zdm.backfill;

import java.time.Clock;
import java.time.Duration;
import java.util.List;

import dev.zdm.test.PostgresCluster;
import dev.zdm.throttle.Reading;
import dev.zdm.throttle.Signal;
import dev.zdm.throttle.Throttle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.jdbc.core.JdbcTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

class BackfillRunnerTests {

	private static final BackfillSettings SMALL = Shop.SETTINGS.batchRows(10, 50);

	private static final Backfill COUNT = Backfill.of("count").table("orders").set("counter", "counter + 1");

	/** Two milliseconds a row, so that there is a middle to stop in. */
	private static final Backfill SLOW = Backfill.of("slow")
		.table("orders")
		.set("counter", "counter + 1 + length(pg_sleep(0.002)::text)");

	private final Shop shop = new Shop(PostgresCluster.shared().primary());

	@BeforeEach
	void createTable() {
		this.shop.execute(
				"""
						create table orders (id bigint primary key, email text, email_lower text, counter int not null default 0,
						  data jsonb not null default '{}')""");
	}

	@AfterEach
	void close() {
		this.shop.close();
	}

	@Test
	void changesEveryRowThatMeetsTheConditionAndSaysSo() {
		insert(5000);
		this.shop.execute("update orders set email_lower = 'kept' where id <= 100");
		this.shop.run(Backfill.of("lower")
			.table("orders")
			.set("email_lower", "lower(email)")
			.set("counter", "id::int")
			.where("email_lower is null -- not done yet"));
		assertThat(this.shop.count("orders where email_lower = lower(email) and counter = id")).isEqualTo(4900);
		assertThat(this.shop.count("orders where email_lower = 'kept' and counter = 0")).isEqualTo(100);
		BackfillProgress progress = this.shop.progress("lower");
		assertThat(progress.table()).isEqualTo("public.orders");
		assertThat(progress.rowsDone()).isEqualTo(4900);
		assertThat(progress.rowsEstimated()).isEqualTo(5000);
		assertThat(progress.percent()).isEqualTo(100);
		assertThat(progress.rowsRemaining()).isZero();
		assertThat(progress.rowsLeft()).isZero();
		assertThat(progress.startedAt()).isNotNull().isBefore(progress.finishedAt());
		assertThat(progress.lastError()).isNull();
		assertThat(progress.reason()).isEmpty();
	}

	@Test
	void countsRowsThatStillMeetTheConditionInTheEnd() {
		insert(10);
		this.shop.execute("update orders set email = null where id = 3");
		this.shop
			.run(Backfill.of("lower").table("orders").set("email_lower", "lower(email)").where("email_lower is null"));
		assertThat(this.shop.progress("lower").rowsLeft()).isEqualTo(1);
		assertThat(this.shop.progress("lower").reason()).contains("1 rows in the covered range are still to be done");
	}

	@Test
	void countsEveryRowOnceWithTwoInstances() {
		insert(3000);
		this.shop.start(SMALL, COUNT);
		this.shop.start(SMALL, COUNT);
		this.shop.awaitState("count", BackfillState.DONE);
		assertThat(this.shop.count("orders where counter = 1")).isEqualTo(3000);
		assertThat(this.shop.progress("count").rowsDone()).isEqualTo(3000);
	}

	@Test
	void goesOnOnAnotherInstanceAfterAStop() {
		insert(1000);
		BackfillRunner one = this.shop.start(SMALL, SLOW);
		this.shop.awaitRows("slow", 100);
		BackfillRunner two = this.shop.start(SMALL, SLOW);
		one.stop();
		long rows = this.shop.progress("slow").rowsDone();
		assertThat(rows).isLessThan(1000);
		this.shop.awaitRows("slow", rows + 1);
		this.shop.awaitState("slow", BackfillState.DONE);
		two.stop();
		assertThat(this.shop.count("orders where counter = 1")).isEqualTo(1000);
	}

	@Test
	void staysDoneAfterARestartAndAsksTheDatabaseNothingMore() {
		insert(10);
		this.shop.run(COUNT);
		assertThat(this.shop.start(COUNT).isRunning()).isFalse();
		assertThat(this.shop.count("orders where counter = 1")).isEqualTo(10);
	}

	@Test
	void endsByItselfWhenAllIsDone() {
		insert(10);
		BackfillRunner runner = this.shop.start(COUNT);
		await().until(() -> !runner.isRunning());
		assertThat(this.shop.progress("count").state()).isEqualTo(BackfillState.DONE);
	}

	@Test
	void isDoneAtOnceWithAnEmptyTable() {
		assertThat(this.shop.start(COUNT).isRunning()).isFalse();
		assertThat(this.shop.progress("count").state()).isEqualTo(BackfillState.DONE);
		assertThat(this.shop.progress("count").percent()).isEqualTo(100);
	}

	@Test
	void createsNothingWhenNothingIsDeclared() {
		assertThat(this.shop.start().isRunning()).isFalse();
		assertThat(this.shop.backfills.all()).isEmpty();
		assertThat(this.shop.count("pg_namespace where nspname = 'zdm'")).isZero();
	}

	@Test
	void pausesAtOnceAndGoesOnWhenResumed() {
		insert(500);
		this.shop.start(SMALL, SLOW);
		this.shop.awaitRows("slow", 50);
		this.shop.backfills.pause("slow");
		long counted = this.shop.count("orders where counter > 0");
		assertThat(this.shop.progress("slow").state()).isEqualTo(BackfillState.PAUSED);
		assertThat(this.shop.progress("slow").rowsDone()).isEqualTo(counted);
		assertThat(this.shop.progress("slow").percent()).isPositive().isLessThan(100);
		await().during(Duration.ofSeconds(1)).until(() -> this.shop.count("orders where counter > 0") == counted);
		this.shop.backfills.pause("slow");
		this.shop.backfills.resume("slow");
		this.shop.awaitState("slow", BackfillState.DONE);
		assertThat(this.shop.count("orders where counter = 1")).isEqualTo(500);
	}

	@Test
	void staysCancelledAfterARestartUntilResumed() {
		insert(400);
		BackfillRunner runner = this.shop.start(SMALL, SLOW);
		this.shop.awaitRows("slow", 50);
		this.shop.backfills.cancel("slow");
		runner.stop();
		long rows = this.shop.progress("slow").rowsDone();
		this.shop.start(SMALL, SLOW);
		await().during(Duration.ofMillis(1500)).until(() -> this.shop.progress("slow").rowsDone() == rows);
		assertThat(this.shop.progress("slow").state()).isEqualTo(BackfillState.CANCELLED);
		this.shop.backfills.resume("slow");
		this.shop.awaitState("slow", BackfillState.DONE);
		assertThat(this.shop.count("orders where counter = 1")).isEqualTo(400);
	}

	@Test
	void refusesWishesThatMakeNoSense() {
		insert(10);
		assertThatExceptionOfType(UnknownBackfillException.class).isThrownBy(() -> this.shop.backfills.pause("none"));
		this.shop.run(COUNT);
		assertThatExceptionOfType(UnknownBackfillException.class).isThrownBy(() -> this.shop.backfills.pause("none"))
			.withMessageContaining("known are [count]");
		assertThatExceptionOfType(BackfillStateException.class).isThrownBy(() -> this.shop.backfills.resume("count"))
			.withMessage("Backfill \"count\" is done and cannot be resumed");
		assertThatExceptionOfType(BackfillStateException.class).isThrownBy(() -> this.shop.backfills.cancel("count"));
	}

	@Test
	void runsTwoBackfillsOfOneTableOneAfterTheOther() {
		insert(300);
		Backfill second = Backfill.of("second").table("public.orders").set("email", "upper(email)");
		this.shop.start(SMALL.batchRows(10, 20), SLOW, second);
		this.shop.awaitRows("slow", 20);
		assertThat(this.shop.progress("second").state()).isEqualTo(BackfillState.WAITING);
		assertThat(this.shop.progress("second").reason()).isEqualTo("waits for backfill slow on the same table");
		this.shop.awaitState("second", BackfillState.DONE);
		assertThat(this.shop.progress("slow").finishedAt()).isBefore(this.shop.progress("second").startedAt());
	}

	@Test
	void failsAfterAFewTriesOnWhatNoRowIsToBlameForAndGoesOnWhenResumed() {
		insert(200);
		this.shop.execute("create function half(n int) returns int language sql as 'select n / 2'");
		this.shop.start(SMALL,
				Backfill.of("half").table("orders").set("counter", "half(id::int) + length(pg_sleep(0.005)::text)"));
		this.shop.awaitRows("half", 10);
		this.shop.execute("alter function half(int) rename to gone");
		this.shop.awaitState("half", BackfillState.FAILED);
		assertThat(this.shop.progress("half").lastError()).contains("SQLSTATE 42883");
		assertThat(this.shop.progress("half").rowsDone()).isLessThan(200);
		this.shop.execute("alter function gone(int) rename to half");
		this.shop.backfills.resume("half");
		this.shop.awaitState("half", BackfillState.DONE);
		assertThat(this.shop.count("orders where counter = id / 2")).isEqualTo(200);
	}

	@Test
	void leavesRowsAloneThatComeAfterItsBeginning() {
		insert(300);
		this.shop.start(SMALL, SLOW);
		this.shop.awaitRows("slow", 10);
		this.shop.execute("insert into orders (id) select g from generate_series(1001, 1050) g");
		this.shop.awaitState("slow", BackfillState.DONE);
		assertThat(this.shop.count("orders where counter = 1")).isEqualTo(300);
	}

	@Test
	void takesQuestionMarksBracesAndCommentsAsTheyStand() {
		insert(10);
		this.shop.run(Backfill.of("odd")
			.table("orders")
			.set("data", "'{\"a\": \"it''s\"}' -- a literal; and a comment")
			.where("not data ? 'a' /* ? */"));
		assertThat(this.shop.jdbc.queryForList("select distinct data ->> 'a' from orders", String.class))
			.containsExactly("it's");
	}

	@Test
	void obeysAStoppedPaceShowsWhyAndGoesOn() {
		insert(800);
		double[] value = { 0 };
		Signal signal = new Signal() {

			@Override
			public String name() {
				return "custom";
			}

			@Override
			public Reading read() {
				return Reading.of(value[0], 1, "apples", "");
			}

			@Override
			public Duration every() {
				return Duration.ofMillis(50);
			}

		};
		Throttle throttle = new Throttle(null, List.of(signal), Clock.systemUTC());
		this.shop.runner(throttle, SMALL, SLOW).start();
		this.shop.awaitRows("slow", 50);
		value[0] = 2;
		await().untilAsserted(() -> {
			BackfillProgress progress = this.shop.progress("slow");
			assertThat(progress.state()).isEqualTo(BackfillState.RUNNING);
			assertThat(progress.pace()).isZero();
			assertThat(progress.reason()).isEqualTo("custom: 2.0 apples, the limit is 1.0 apples");
		});
		long rows = this.shop.progress("slow").rowsDone();
		await().during(Duration.ofSeconds(1)).until(() -> this.shop.progress("slow").rowsDone() == rows);
		assertThat(throttle.heldBackSeconds().get("custom")).isGreaterThan(0.9);
		this.shop.backfills.pause("slow");
		this.shop.backfills.resume("slow");
		value[0] = 0;
		this.shop.awaitState("slow", BackfillState.DONE);
		assertThat(this.shop.count("orders where counter = 1")).isEqualTo(800);
	}

	@Test
	void showsRateAndTimeLeftOnTheWay() {
		insert(3000);
		this.shop.start(SMALL, SLOW);
		await().pollDelay(Duration.ofSeconds(2)).untilAsserted(() -> {
			BackfillProgress progress = this.shop.progress("slow");
			assertThat(progress.rate()).isBetween(50.0, 600.0);
			assertThat(progress.timeLeft()).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(60));
			assertThat(progress.percent()).isBetween(5.0, 99.9);
			assertThat(progress.rowsRemaining()).isBetween(1L, 2900L);
			assertThat(progress.batchRows()).isBetween(10, 50);
		});
		this.shop.backfills.cancel("slow");
	}

	@Test
	void leavesNoSettingOnPooledConnections() {
		insert(500);
		this.shop.pool.setMaximumPoolSize(3);
		String settings = "select string_agg(name || '=' || setting, ',' order by name) from pg_settings "
				+ "where name ~ 'timeout|^jit$|isolation|plan_cache|datestyle'";
		String before = this.shop.jdbc.queryForObject(settings, String.class);
		this.shop.run(COUNT);
		for (int i = 0; i < 10; i++) {
			assertThat(this.shop.jdbc.queryForObject(settings, String.class)).isEqualTo(before);
		}
	}

	@Test
	void worksWithAPoolThatHasAutoCommitOff() {
		insert(100);
		this.shop.pool.close();
		try (var pool = Shop.pool(this.shop.pool.getJdbcUrl(), this.shop.pool.getUsername(),
				this.shop.pool.getPassword())) {
			pool.setAutoCommit(false);
			var journal = new dev.zdm.journal.JournalSchema(pool);
			var events = new dev.zdm.event.Events(List.of());
			var runner = new BackfillRunner(journal, new Throttle(null, List.of(), Clock.systemUTC()), events,
					List.of(COUNT), Shop.SETTINGS);
			runner.start();
			await().until(() -> !runner.isRunning());
			assertThat(new Backfills(journal, events).find("count").orElseThrow().state())
				.isEqualTo(BackfillState.DONE);
			assertThat(new JdbcTemplate(pool).queryForObject("select sum(counter) from orders", Long.class))
				.isEqualTo(100);
		}
	}

	@Test
	void guessesHowManyRowsALargeTableHasInsteadOfReadingIt() {
		this.shop
			.execute("create table large as select g as id, repeat('x', 500) as text from generate_series(1, 20000) g");
		this.shop.execute("alter table large add primary key (id)");
		this.shop.execute("vacuum analyze large");
		this.shop.execute("alter table large set (autovacuum_enabled = false)");
		this.shop.execute("delete from large where id % 2 = 0");
		this.shop.start(Backfill.of("large").table("large").set("text", "'y'")).stop();
		assertThat(this.shop.progress("large").rowsEstimated()).isBetween(15_000L, 25_000L);
	}

	@Test
	void refusesTwoOfTheSameName() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.shop.runner(SMALL, COUNT, COUNT))
			.withMessageContaining("give one of them another name");
	}

	@Test
	void refusesANameThatAnUnfinishedBackfillHas() {
		insert(1000);
		this.shop.start(SMALL, SLOW).stop();
		Backfill other = Backfill.of("slow").table("orders").set("counter", "7");
		assertThatExceptionOfType(BackfillDefinitionException.class).isThrownBy(() -> this.shop.start(other))
			.withMessageContaining("the name is taken by an unfinished backfill of public.orders")
			.withMessageContaining("cancel it, or give this one another name");
		this.shop.backfills.cancel("slow");
		this.shop.run(other);
		assertThat(this.shop.count("orders where counter = 7")).isEqualTo(1000);
		assertThat(this.shop.progress("slow").rowsDone()).isEqualTo(1000);
	}

	private void insert(int rows) {
		this.shop
			.execute("insert into orders (id, email) select g, 'User' || g || '@Example.org' from generate_series(1, "
					+ rows + ") g");
	}

}
