package dev.zdm.backfill;

import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;

import dev.zdm.test.PostgresCluster;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.dao.DataAccessException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Work in stripes on full pages: exactly once without a condition that would tell which
 * rows are done, whoever else moves rows.
 */
class BackfillStripeTests {

	private static final int ROWS = 40_000;

	private static final Backfill COUNT = Backfill.of("count").table("orders").set("counter", "counter + 1");

	private final Shop shop = new Shop(PostgresCluster.shared().primary());

	@AfterEach
	void close() {
		this.shop.close();
	}

	@Test
	void updatesMostRowsOfFullPagesWithoutTouchingAnIndex() {
		createOrders("id bigint primary key", "g");
		BackfillRunner runner = this.shop.start(COUNT);
		await().pollInterval(Duration.ofMillis(5)).until(() -> this.shop.progress("count").mode().equals("striped"));
		this.shop.awaitState("count", BackfillState.DONE);
		runner.stop();
		assertCountedOnce(ROWS);
		await().untilAsserted(() -> assertThat(hotShare()).isGreaterThan(0.75));
	}

	@Test
	void countsOutKeysWithFewGapsAndSearchesOthers() {
		createOrders("id int primary key", "case when g <= 20000 then g * 3 - 30000 else g * 9999 end");
		this.shop.run(COUNT);
		assertCountedOnce(ROWS);
		assertThat(this.shop
			.count("zdm.backfill_range where next_stripes in (11, 17, 31) and stripes is null and window_to is null"))
			.isOne();
		await().untilAsserted(() -> assertThat(hotShare()).isGreaterThan(0.6));
	}

	@Test
	void knowsWhichKeysAreDenseInAWindowThatItTakesOver() {
		TableKey key = new TableKey(List.of(new KeyColumn("id", "id", "integer", "")));
		Sessions sessions = new Sessions(this.shop.pool);
		Batches batches = new Batches(sessions, new KeysetBatches(sessions, COUNT, new Target(0, "orders", "", key)),
				Duration.ofMillis(100));
		assertThat(resumed(batches, "-30000", "29997").dense()).isTrue();
		assertThat(resumed(batches, "200000000", "300000000").dense()).isFalse();
	}

	private static Stripe resumed(Batches batches, String from, String to) {
		Position position = new Position(List.of(from), null).open(List.of(new Window.Part(List.of(to), 20_000)),
				new Stripe(5, 16, false));
		Claim claim = new Claim(1, 1, 1, position, List.of("900000000"), false, new Stride(0, 0, 0, false), null, null);
		Stripe stripe = batches.resume(claim).position().window().stripe();
		assertThat(stripe).isEqualTo(new Stripe(5, 16, stripe.dense()));
		return stripe;
	}

	@Test
	void stripesKeysThatAreAllMultiplesOfAPowerOfTwo() {
		createOrders("id bigint primary key", "(g::bigint - 20000) * 1000 << 22");
		runStriped();
	}

	@Test
	void staysPlainWhereAllKeysAreInOneStripe() {
		createOrders("id bigint primary key", "g * 17::bigint * 31");
		runUnstriped();
	}

	@Test
	void takesNoLargerWindowsWhereNothingAsksForThem() {
		createOrders("id bigint primary key", "g");
		this.shop.execute("alter table orders set (autovacuum_enabled = off)");
		BackfillSettings batches = BackfillSettings.DEFAULTS.batchRows(50, 500);
		this.shop.run(batches, COUNT);
		assertCountedOnce(ROWS);
		assertThat(this.shop.jdbc.queryForObject("select max(window_size) from zdm.backfill_range", Long.class))
			.isLessThanOrEqualTo(131_072);
	}

	@Test
	void staysPlainWhereTheKeySaysNothingOfWhereRowsLie() {
		createOrders("id bigint primary key", "g::bigint * 7919 % 40009");
		runUnstriped();
	}

	@Test
	void stripesWhatIsLeftWhereAFifthOfTheRowsWasMoved() {
		createOrders("id bigint primary key", "g");
		this.shop.execute("update orders set a = a + 1 where id <= %d".formatted(ROWS / 5));
		this.shop.execute("analyze orders");
		runStriped();
	}

	@Test
	void stripesKeysOfOtherKinds() {
		createOrders("id text collate \"C\" primary key", "lpad(g::text, 10, '0')");
		runStriped();
	}

	@Test
	void stripesCompositeKeys() {
		createOrders("tenant int, id timestamptz, primary key (tenant, id)",
				"1, timestamptz '2020-01-01' + g * interval '1s'");
		runStriped();
	}

	@Test
	void staysPlainWhereAnIndexNeedsTheColumn() {
		createOrders("id bigint primary key", "g");
		this.shop.execute("create index on orders (a) where counter = 0");
		runUnstriped();
	}

	@Test
	void staysPlainWhereAnExpressionOfAnIndexNeedsTheColumn() {
		createOrders("id bigint primary key", "g");
		this.shop.execute("create index on orders ((counter + a))");
		runUnstriped();
	}

	@Test
	void stripesBesideABrinIndexFromSixteenOn() {
		createOrders("id bigint primary key", "g");
		this.shop.execute("create index on orders using brin (counter)");
		this.shop.run(COUNT);
		assertCountedOnce(ROWS);
		if (PostgresCluster.shared().primary().majorVersion() >= 16) {
			await().untilAsserted(() -> assertThat(hotShare()).isGreaterThan(0.6));
		}
	}

	@Test
	void changesEveryRowOnceWhileOthersMoveInsertDeleteAndStealAndARowIsPutAside() throws Exception {
		createOrders("id bigint primary key", "g");
		this.shop.execute("alter table orders add check (counter = 0 or id not in (777, 20001, 39999))");
		BackfillSettings small = Shop.SETTINGS.batchTime(Duration.ofMillis(20)).batchRows(20, 60);
		Backfill unhurried = Backfill.of("count")
			.table("orders")
			.set("counter", "counter + 1 + case when id % 10 = 0 then length(pg_sleep(0.001)::text) else 0 end");
		AtomicBoolean over = new AtomicBoolean();
		Thread others = new Thread(() -> churn(over));
		others.start();
		try {
			this.shop.start(small, unhurried);
			this.shop.start(small, unhurried);
			while (this.shop.progress("count").state() != BackfillState.DONE) {
				long rows = this.shop.progress("count").rowsDone();
				this.shop.execute("update zdm.scheduled_tasks set picked = false, execution_time = now(), "
						+ "version = version + 1");
				await().atMost(Duration.ofSeconds(30))
					.until(() -> this.shop.progress("count").rowsDone() > rows
							|| this.shop.progress("count").state() == BackfillState.DONE);
			}
		}
		finally {
			over.set(true);
			others.join();
		}
		assertThat(this.shop.count("orders where id <= " + ROWS + " and counter <> 1")).isEqualTo(3);
		assertThat(this.shop.count("orders where counter > 1")).isZero();
		assertThat(this.shop.progress("count").rowsAside()).isEqualTo(3);
		assertThat(this.shop.count("zdm.backfill_range where epoch > 1 and window_to is null")).isOne();
	}

	@Test
	void keepsOlderVersionsFromAnOpenWindow() {
		createOrders("id bigint primary key", "g");
		this.shop.run(COUNT);
		this.shop.execute("update zdm.backfill_range set window_from = '{5}', cursor = '{5}', window_to = '{9}'");
		assertRefused("cursor = '{6}'", "backfill_range_window");
		this.shop.execute("update zdm.backfill_range set stripes = 11");
		assertRefused("worker = 'third'", "backfill_range_stripes");
		assertRefused("worker = 'fourth', striper = 'fourth'", "backfill_range_stripes");
		this.shop.execute("update zdm.backfill_range set worker = 'fifth', striper = 'fifth 5'");
	}

	private void assertRefused(String change, String constraint) {
		assertThatExceptionOfType(DataAccessException.class)
			.isThrownBy(() -> this.shop.execute("update zdm.backfill_range set " + change))
			.withMessageContaining(constraint);
	}

	private void churn(AtomicBoolean over) {
		ThreadLocalRandom random = ThreadLocalRandom.current();
		try (Connection connection = this.shop.pool.getConnection();
				Statement statement = connection.createStatement()) {
			for (int i = 0; !over.get(); i++) {
				int id = random.nextInt(1, ROWS);
				statement
					.execute("update orders set a = a + 1, pad = repeat('y', 40 + a % 30) where id between %d and %d"
						.formatted(id, id + 5));
				statement.execute("insert into orders (id, a) values (%d, 1)".formatted(ROWS + 1 + i));
				statement
					.execute("delete from orders where id = %d - (%d %% 7) and id > %d".formatted(ROWS + i, i, ROWS));
			}
		}
		catch (java.sql.SQLException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private void createOrders(String key, String values) {
		this.shop.execute("create table orders (%s, a int, pad text, counter int not null default 0)".formatted(key));
		this.shop.execute("insert into orders select %s, g %% 1000, repeat('x', 60) from generate_series(1, %d) g"
			.formatted(values, ROWS));
		this.shop.execute("create index on orders (a)");
		this.shop.execute("vacuum analyze orders");
	}

	private void runStriped() {
		this.shop.run(COUNT);
		assertCountedOnce(ROWS);
		await().untilAsserted(() -> assertThat(hotShare()).isGreaterThan(0.6));
	}

	private void runUnstriped() {
		this.shop.start(COUNT);
		while (this.shop.progress("count").state() != BackfillState.DONE) {
			assertThat(this.shop.progress("count").mode()).isEqualTo("plain");
		}
		assertCountedOnce(ROWS);
	}

	private void assertCountedOnce(int rows) {
		assertThat(this.shop.count("orders where counter = 1")).isEqualTo(rows);
		assertThat(this.shop.progress("count").rowsDone()).isEqualTo(rows);
	}

	/** A session that is over has told its figures; an idle one may take ten seconds. */
	private double hotShare() {
		this.shop.forgetConnections();
		Double share = this.shop.jdbc.queryForObject(
				"select n_tup_hot_upd / greatest(n_tup_upd, 1)::float8 from pg_stat_user_tables where relname = 'orders'",
				Double.class);
		return (share != null) ? share : 0;
	}

}
