package dev.zdm.backfill;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import dev.zdm.event.Events;
import dev.zdm.journal.JournalSchema;
import dev.zdm.test.PostgresCluster;
import dev.zdm.throttle.Throttle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

class ForegroundBackfillTests {

	private static final ForegroundBackfill.Waiting PATIENTLY = ForegroundBackfill.Waiting.patiently();

	private static final Backfill COUNT = Backfill.of("count").table("orders").set("counter", "counter + 1");

	private static final Backfill LOWER = Backfill.of("lower")
		.table("orders")
		.set("email_lower", "lower(email)")
		.where("email_lower is null");

	/** Two milliseconds a row, so that there is a middle to stop in. */
	private static final Backfill SLOW = Backfill.of("slow")
		.table("orders")
		.set("counter", "counter + 1 + length(pg_sleep(0.002)::text)");

	private final Shop shop = new Shop(PostgresCluster.shared().primary());

	private final Throttle throttle = new Throttle(null, List.of(), Clock.systemUTC());

	private final ForegroundBackfill foreground = new ForegroundBackfill(new JournalSchema(this.shop.pool),
			this.throttle, new Events(List.of()), Shop.SETTINGS.batchRows(10, 50));

	@BeforeEach
	void createTable() {
		this.shop.execute("create table orders (id bigint primary key, email text, email_lower text, "
				+ "counter int not null default 0)");
		this.shop.execute("insert into orders select g, 'Mail' || g from generate_series(1, 500) g");
	}

	@AfterEach
	void close() {
		this.shop.close();
	}

	@Test
	void returnsWhenAllRowsAreDoneAndVerified() throws Exception {
		BackfillProgress progress = this.foreground.run(LOWER, PATIENTLY);
		assertThat(progress.state()).isEqualTo(BackfillState.DONE);
		assertThat(progress.rowsDone()).isEqualTo(500);
		assertThat(progress.rowsLeft()).isZero();
		assertThat(this.shop.count("orders where email_lower = lower(email)")).isEqualTo(500);
		assertThat(this.shop.count("zdm.scheduled_tasks")).isZero();
		assertThat(this.throttle.isRunning()).isFalse();
	}

	@Test
	void doesNothingASecondTime() throws Exception {
		this.foreground.run(COUNT, PATIENTLY);
		this.foreground.run(COUNT, PATIENTLY);
		assertThat(this.shop.count("orders where counter = 1")).isEqualTo(500);
	}

	@Test
	void needsNoMoreThanOneConnectionBesideTheCallers() throws Exception {
		this.shop.pool.setMaximumPoolSize(2);
		this.shop.pool.setConnectionTimeout(30_000);
		try (Connection callers = this.shop.pool.getConnection()) {
			assertThat(callers.isValid(1)).isTrue();
			this.foreground.run(COUNT, PATIENTLY);
		}
		assertThat(this.shop.count("orders where counter = 1")).isEqualTo(500);
	}

	@Test
	void saysSoWhenThePoolHasNoConnectionForIt() throws Exception {
		this.shop.pool.setMaximumPoolSize(1);
		try (Connection callers = this.shop.pool.getConnection()) {
			assertThat(callers.isValid(1)).isTrue();
			assertThatExceptionOfType(SQLTransientConnectionException.class)
				.isThrownBy(() -> this.foreground.run(COUNT, PATIENTLY))
				.withMessageContaining("maximum-pool-size");
		}
	}

	@Test
	void stopsWhenTheCallerGivesUpAndGoesOnTheNextTime() throws Exception {
		assertThatExceptionOfType(SQLException.class).isThrownBy(() -> this.foreground.run(SLOW, (progress, time) -> {
			Thread.sleep(time.toMillis());
			if (progress.rowsDone() > 50) {
				throw new SQLException("Canceled on user request", "57014");
			}
		})).withMessage("Canceled on user request");
		long done = this.shop.progress("slow").rowsDone();
		assertThat(done).isBetween(51L, 499L);
		await().during(Duration.ofMillis(500)).until(() -> this.shop.progress("slow").rowsDone() == done);
		this.foreground.run(SLOW, PATIENTLY);
		assertThat(this.shop.count("orders where counter = 1")).isEqualTo(500);
	}

	@Test
	void stopsWhenTheThreadIsInterrupted() throws Exception {
		CompletableFuture<Throwable> outcome = new CompletableFuture<>();
		Thread thread = new Thread(() -> {
			try {
				this.foreground.run(SLOW, PATIENTLY);
			}
			catch (SQLException | InterruptedException ex) {
				outcome.complete(ex);
			}
		});
		thread.start();
		await().until(() -> this.shop.backfills.find("slow").filter((slow) -> slow.rowsDone() > 50).isPresent());
		thread.interrupt();
		assertThat(outcome.get()).isInstanceOf(InterruptedException.class);
		assertThat(this.shop.count("orders where counter = 1")).isLessThan(500);
	}

	@Test
	void failsWhenRowsArePutAsideAndTriesThemAgain() throws Exception {
		this.shop.execute("alter table orders add check (id <> 300 or email_lower is null) not valid");
		assertThatExceptionOfType(BackfillUnfinishedException.class)
			.isThrownBy(() -> this.foreground.run(LOWER, PATIENTLY))
			.withMessageContaining("done but for 1 rows")
			.withMessageContaining("23514")
			.satisfies((ex) -> assertThat(ex.state()).isEqualTo(BackfillState.DONE));
		this.shop.execute("alter table orders drop constraint orders_check");
		this.foreground.run(LOWER, PATIENTLY);
		assertThat(this.shop.count("orders where email_lower = lower(email)")).isEqualTo(500);
	}

	@Test
	void failsWhenItFailsAndGoesOnWhenTheCauseIsMended() throws Exception {
		this.shop.execute("alter table orders add check (id < 200 or email_lower is null) not valid");
		assertThatExceptionOfType(BackfillUnfinishedException.class)
			.isThrownBy(() -> this.foreground.run(LOWER, PATIENTLY))
			.withMessageContaining("has failed")
			.satisfies((ex) -> assertThat(ex.state()).isEqualTo(BackfillState.FAILED));
		this.shop.execute("alter table orders drop constraint orders_check");
		this.foreground.run(LOWER, PATIENTLY);
		assertThat(this.shop.count("orders where email_lower = lower(email)")).isEqualTo(500);
	}

	@Test
	void failsWhenSomebodyCancelsIt() {
		assertThatExceptionOfType(BackfillUnfinishedException.class)
			.isThrownBy(() -> this.foreground.run(SLOW, (progress, time) -> {
				Thread.sleep(time.toMillis());
				if (progress.state() == BackfillState.RUNNING) {
					this.shop.backfills.cancel("slow");
				}
			}))
			.withMessageContaining("was cancelled");
		assertThatExceptionOfType(BackfillUnfinishedException.class)
			.isThrownBy(() -> this.foreground.run(SLOW, PATIENTLY))
			.withMessageContaining("update zdm.backfill set state = 'waiting' where name = 'slow'");
	}

	@Test
	void failsWhenTheDefinitionMakesNoSense() {
		assertThatExceptionOfType(BackfillUnfinishedException.class)
			.isThrownBy(() -> this.foreground.run(Backfill.of("none").table("nowhere").set("a", "1"), PATIENTLY))
			.withMessageContaining("\"none\" cannot be run: there is no table nowhere")
			.satisfies((ex) -> assertThat(ex.state()).isNull());
	}

	@Test
	void isLeftAloneByInstancesThatDoNotKnowItsDefinition() throws Exception {
		this.shop.execute("create table others (id int primary key, done int)");
		this.shop.execute("insert into others values (1)");
		for (int instance = 0; instance < 3; instance++) {
			this.shop.start(Backfill.of("other").table("others").set("done", "length(pg_sleep(60)::text)"));
		}
		this.shop.awaitState("other", BackfillState.RUNNING);
		this.shop.backfills.pause("other");
		this.foreground.run(SLOW, PATIENTLY);
		assertThat(this.shop.count("orders where counter = 1")).isEqualTo(500);
	}

}
