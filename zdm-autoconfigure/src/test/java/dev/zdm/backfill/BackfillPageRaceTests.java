package dev.zdm.backfill;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;

import dev.zdm.test.PostgresCluster;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.dao.DataAccessException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tables without a key, while clients move their rows to pages in front of the backfill
 * and behind it, vacuum makes room for that, and instances come and go. A row that is
 * done twice has a counter of 2, one that is forgotten has 0.
 */
class BackfillPageRaceTests {

	private static final int ROWS = 3000;

	/** A millisecond a row and more, so that there is time to be in the way. */
	private static final Backfill SLOW = BackfillPageTests.COUNT.set("slow", "length(pg_sleep(0.001)::text)");

	private static final BackfillSettings TWO = new BackfillSettings(2, Duration.ofMillis(100), 20, 200, true, true,
			Shop.SETTINGS.heartbeat());

	private final PostgresCluster cluster = PostgresCluster.builder().start();

	private final Shop shop = new Shop(this.cluster.primary());

	private final List<Thread> clients = new ArrayList<>();

	private final AtomicLong moved = new AtomicLong();

	private volatile boolean busy = true;

	@BeforeEach
	void create() {
		this.shop
			.execute("create table notes (id int, pad text, counter int not null default 0, done boolean, slow int)");
		this.shop.execute("create index on notes (id)");
		this.shop.execute("insert into notes select g, repeat('x', 200) from generate_series(1, " + ROWS + ") g");
		this.shop.execute("analyze notes");
	}

	@AfterEach
	void close() throws InterruptedException {
		calm();
		this.shop.close();
		this.cluster.close();
	}

	@Test
	void changesEachRowOnceWhileClientsMoveThem() throws InterruptedException {
		client(this::move);
		client(this::move);
		client(() -> this.shop.execute("vacuum notes"));
		this.shop.start(TWO, SLOW);
		this.shop.start(TWO, SLOW);
		awaitDone();
		calm();
		assertEachRowOnce();
	}

	@Test
	void changesEachRowOnceWhileTheTableIsRewritten() throws InterruptedException {
		this.shop.execute("delete from notes where id % 3 = 0");
		client(this::move);
		this.shop.start(TWO, SLOW);
		for (int share = 1; share < 4; share++) {
			this.shop.awaitRows("count", ROWS / 8L * share);
			this.shop.execute((share == 2) ? "cluster notes using notes_id_idx" : "vacuum full notes");
		}
		awaitDone();
		calm();
		assertEachRowOnce();
	}

	@Test
	void changesEachRowOnceWhenInstancesComeAndGoAndTheServerCrashes() throws InterruptedException {
		client(this::move);
		client(() -> this.shop.execute("vacuum notes"));
		BackfillRunner first = this.shop.start(TWO, SLOW);
		this.shop.awaitRows("count", ROWS / 6);
		BackfillRunner second = this.shop.start(TWO, SLOW);
		first.stop();
		this.shop.awaitRows("count", ROWS / 3);
		this.shop.execute("update zdm.backfill_range set epoch = epoch + 1");
		this.cluster.primary().crash();
		this.cluster.primary().start();
		this.shop.forgetConnections();
		this.shop.awaitRows("count", ROWS / 2);
		this.shop.backfills.pause("count");
		second.stop();
		this.shop.start(TWO, SLOW);
		this.shop.backfills.resume("count");
		awaitDone();
		calm();
		assertEachRowOnce();
	}

	private void awaitDone() {
		await().atMost(Duration.ofMinutes(2)).until(() -> this.shop.progress("count").state() == BackfillState.DONE);
	}

	private void assertEachRowOnce() {
		assertThat(this.shop.count("notes where counter <> 1")).isZero();
		assertThat(this.shop.progress("count").rowsDone()).isEqualTo(this.shop.count("notes"));
		assertThat(this.shop.progress("count").rowsLeft()).isZero();
		assertThat(this.moved.get()).isGreaterThan(100);
		assertThat(this.shop.count("zdm.backfill_range where lower_bound = '{\"(0,0)\"}' and rows_done > 0"))
			.as("passes that found rows which had moved")
			.isPositive();
	}

	/** To wherever there is room. */
	private void move() {
		int id = ThreadLocalRandom.current().nextInt(ROWS);
		int length = ThreadLocalRandom.current().nextInt(400);
		this.moved.addAndGet(this.shop.jdbc.update("update notes set pad = repeat('y', ?) where id between ? and ?",
				length, id, id + 20));
	}

	private void client(Runnable work) {
		Thread client = new Thread(() -> {
			while (this.busy) {
				try {
					work.run();
				}
				catch (DataAccessException ex) {
					Thread.yield();
				}
			}
		});
		client.start();
		this.clients.add(client);
	}

	private void calm() throws InterruptedException {
		this.busy = false;
		for (Thread client : this.clients) {
			client.join();
		}
	}

}
