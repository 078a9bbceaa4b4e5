package dev.zdm.backfill;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;

import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Every row exactly once while three instances, their networks, their clocks and the
 * server fail, one fault after the other. A part of it by default;
 * {@code -Dzdm.faults=200} for the whole, {@code -Dzdm.faults.seed=…} for the same once
 * more.
 */
class BackfillFaultTests {

	private static final Logger logger = LoggerFactory.getLogger(BackfillFaultTests.class);

	private static final int FAULTS = Integer.getInteger("zdm.faults", 5);

	private static final int ROWS = 6_000 * Math.min(FAULTS, 20);

	private static final int PARTITIONS = 6;

	private final long seed = Long.getLong("zdm.faults.seed", System.nanoTime());

	private final Random random = new Random(this.seed);

	private final List<Fault> ahead = new ArrayList<>();

	private final Map<Fault, Integer> struck = new EnumMap<>(Fault.class);

	@Test
	void changesEveryRowOnceWhateverFails() {
		int backfills = 0;
		while (faults() < FAULTS) {
			backfill();
			backfills++;
			logger.warn("{} backfills of {} rows, every row once, through {}; seed {}", backfills, ROWS, this.struck,
					this.seed);
		}
	}

	private void backfill() {
		try (Fleet fleet = new Fleet()) {
			createTable(fleet.shop());
			fleet.start();
			await().atMost(Duration.ofMinutes(2)).until(() -> progressed(fleet, 1));
			fleet.awaitReplica();
			while (faults() < FAULTS && !isDone(fleet)) {
				LockSupport.parkNanos(this.random.nextLong(1_500_000_000L));
				Fault fault = next();
				if (fault.strike(fleet, this.random)) {
					this.struck.merge(fault, 1, Integer::sum);
				}
				Fault.awaitPrimary(fleet);
			}
			await().atMost(Duration.ofMinutes(4)).ignoreExceptions().until(() -> isDone(fleet));
			assertThat(fleet.shop().count("orders where counter <> 1")).as("rows not changed once, seed " + this.seed)
				.isZero();
			assertThat(fleet.shop().progress("count").rowsDone()).isEqualTo(ROWS);
		}
	}

	private int faults() {
		return this.struck.values().stream().mapToInt(Integer::intValue).sum();
	}

	/** All kinds equally often, in an order of chance. */
	private Fault next() {
		if (this.ahead.isEmpty()) {
			Collections.addAll(this.ahead, Fault.values());
			Collections.shuffle(this.ahead, this.random);
		}
		return this.ahead.remove(0);
	}

	private static void createTable(Shop shop) {
		shop.execute("create table orders (id bigint primary key, counter int not null default 0) "
				+ "partition by hash (id)");
		for (int i = 0; i < PARTITIONS; i++) {
			shop.execute("create table orders_%1$d partition of orders for values with (modulus %2$d, remainder %1$d)"
				.formatted(i, PARTITIONS));
		}
		shop.execute("insert into orders (id) select g from generate_series(1, " + ROWS + ") g");
	}

	private static boolean progressed(Fleet fleet, long rows) {
		return fleet.shop().backfills.find("count").filter((progress) -> progress.rowsDone() >= rows).isPresent();
	}

	private static boolean isDone(Fleet fleet) {
		return fleet.shop().progress("count").state() == BackfillState.DONE;
	}

}
