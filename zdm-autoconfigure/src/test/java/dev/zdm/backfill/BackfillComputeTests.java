package dev.zdm.backfill;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.Statement;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import dev.zdm.test.PostgresCluster;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.dao.DataAccessResourceFailureException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

/**
 * Values that Java computes, beside an application that changes the same rows.
 */
class BackfillComputeTests {

	private static final int ROWS = 3000;

	private static final Backfill COUNT = Backfill.of("count")
		.table("orders")
		.read("counter")
		.write("counter")
		.rows("1", BackfillComputeTests::count);

	private final Shop shop = new Shop(PostgresCluster.shared().primary());

	@BeforeEach
	void createTable() {
		this.shop.execute("create table orders (id bigint primary key, payload text, counter int not null default 0, "
				+ "total numeric(6,2), label varchar(8))");
		this.shop.execute("insert into orders select g, 'p' || g from generate_series(1, " + ROWS + ") g");
	}

	@AfterEach
	void close() {
		this.shop.close();
	}

	@Test
	void writesWhatTheFunctionComputesOnce() {
		this.shop.run(COUNT);
		assertThat(this.shop.count("orders where counter = 1")).isEqualTo(ROWS);
		assertThat(this.shop.progress("count").rowsDone()).isEqualTo(ROWS);
		assertThat(this.shop.progress("count").preflight()).isNotNull()
			.satisfies((preflight) -> assertThat(preflight.rowsChanged()).isEqualTo(50));
	}

	@Test
	void leavesRowsAndColumnsAloneThatGetNoValue() {
		this.shop.execute("update orders set label = 'kept'");
		this.shop.run(Backfill.of("some")
			.table("orders")
			.read("id", "payload")
			.write("total", "label")
			.where("id > 10")
			.rows("1",
					(rows) -> rows.stream()
						.filter((row) -> id(row) % 2 == 0)
						.map((row) -> (id(row) % 4 == 0) ? row.with("total", BigDecimal.ONE)
								: row.with("total", 2).with("label", null))
						.toList()));
		assertThat(this.shop.count("orders where id % 4 = 0 and id > 10 and total = 1 and label = 'kept'"))
			.isEqualTo(748);
		assertThat(this.shop.count("orders where id % 4 = 2 and id > 10 and total = 2 and label is null"))
			.isEqualTo(747);
		assertThat(this.shop.count("orders where total is null and label = 'kept'")).isEqualTo(1505);
		assertThat(this.shop.progress("some").rowsDone()).isEqualTo(1495);
	}

	@Test
	void readsAndWritesTheTypesOfTheDriver() {
		this.shop.execute(
				"""
						create table kinds ("Odd ""Key" uuid primary key, i int, n numeric, b boolean, t timestamptz, l timestamp, d date,
						  j jsonb, x bytea, a text[], m int[], u uuid, iv interval, e name, c char(4), bits bit(3), js json)""");
		this.shop.execute(
				"""
						insert into kinds values (md5('a')::uuid, 1, 1.50, true, '2024-03-31 01:30+00', '2024-03-31 02:30', '2024-02-29',
						  '{"a": ["\\"", "\\\\", "''"]}', '\\x00ff5c', array['a,"b', null, '\\', 'NULL', ''], '{{1,2},{3,4}}',
						  md5('u')::uuid, '1 mon 2 days 03:04:05', 'n', 'ab', '101', '{"z":1}'),
						  (md5('b')::uuid, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null)""");
		this.shop.execute("create table same as select * from kinds");
		String[] columns = { "i", "n", "b", "t", "l", "d", "j", "x", "a", "m", "u", "iv", "e", "c", "bits", "js" };
		this.shop.run(Backfill.of("kinds")
			.table("kinds")
			.read(columns)
			.write(columns)
			.rows("1", (rows) -> rows.stream().map((row) -> {
				BackfillRow written = row;
				for (String column : columns) {
					written = written.with(column, row.get(column));
				}
				return written;
			}).toList()));
		assertThat(this.shop.progress("kinds").rowsDone()).isEqualTo(2);
		assertThat(this.shop.count("(select to_jsonb(k.*) from kinds k except select to_jsonb(s.*) from same s) d"))
			.isZero();
		this.shop.run(Backfill.of("others")
			.table("kinds")
			.read("i")
			.write("t", "l", "d", "a", "iv", "j")
			.where("i = 1")
			.rows("1",
					(rows) -> rows.stream()
						.map((row) -> row.with("t", Instant.parse("2020-01-01T00:00:00Z"))
							.with("l", Timestamp.valueOf("2020-01-02 03:04:05"))
							.with("d", LocalDate.of(2020, 5, 6))
							.with("a", List.of("x", "{y}"))
							.with("iv", java.time.Duration.ofMinutes(90))
							.with("j", "{\"b\": 2}"))
						.toList()));
		assertThat(this.shop
			.count("""
					kinds where t = '2020-01-01Z' and l = '2020-01-02 03:04:05' and d = '2020-05-06' and a = array['x', '{y}']
					and iv = '90 minutes' and j = '{"b": 2}'"""))
			.isEqualTo(1);
	}

	@Test
	void neverCutsAValueThatIsTooLong() {
		this.shop.run(Backfill.of("labels")
			.table("orders")
			.read("id")
			.write("label")
			.rows("1",
					(rows) -> rows.stream()
						.map((row) -> row.with("label", (id(row) == 1234) ? "much too long" : "fits"))
						.toList()));
		assertThat(this.shop.count("orders where label = 'fits'")).isEqualTo(ROWS - 1);
		assertThat(
				this.shop.jdbc.queryForList("select key[1] || ' ' || sql_state from zdm.backfill_aside", String.class))
			.containsExactly("1234 22001");
	}

	@Test
	void locksNoRowWhileTheFunctionWorksAndComputesAgainWhatChanged() throws Exception {
		CountDownLatch computing = new CountDownLatch(1);
		CountDownLatch changed = new CountDownLatch(1);
		AtomicInteger seen = new AtomicInteger();
		this.shop.execute("insert into orders (id, payload) values (0, 'early')");
		Backfill copy = Backfill.of("copy").table("orders").read("id", "payload").write("label").rows("1", (rows) -> {
			boolean batch = rows.stream().anyMatch((row) -> id(row) == 0);
			if (batch && seen.incrementAndGet() == 2) {
				computing.countDown();
				changed.await();
			}
			return rows.stream().map((row) -> row.with("label", row.get("payload"))).toList();
		});
		this.shop.start(copy);
		assertThat(computing.await(20, TimeUnit.SECONDS)).isTrue();
		try (Connection other = this.shop.pool.getConnection(); Statement statement = other.createStatement()) {
			statement.execute("set lock_timeout = '10ms'");
			statement.execute("update orders set payload = 'late' where id = 0");
			statement.execute("delete from orders where id = 1");
			statement.execute("reset lock_timeout");
		}
		changed.countDown();
		this.shop.awaitState("copy", BackfillState.DONE);
		assertThat(this.shop.count("orders where label = payload")).isEqualTo(ROWS);
		assertThat(this.shop.count("orders where id = 0 and label = 'late'")).isEqualTo(1);
		assertThat(this.shop.progress("copy").rowsDone()).isEqualTo(ROWS);
	}

	@Test
	void locksRowsThatAreChangedAllTheTimeAndLosesNoChange() {
		AtomicInteger calls = new AtomicInteger();
		Backfill add = Backfill.of("add").table("orders").read("id", "counter").write("counter").rows("1", (rows) -> {
			if (id(rows.get(0)) == 1 && calls.incrementAndGet() < 20) {
				try (Connection other = this.shop.pool.getConnection(); Statement statement = other.createStatement()) {
					statement.execute("set statement_timeout = '300ms'");
					try {
						statement.execute("update orders set counter = counter + 10 where id = 1");
					}
					finally {
						statement.execute("reset statement_timeout");
					}
				}
				catch (java.sql.SQLException ex) {
					calls.set(100);
				}
			}
			return count(rows);
		});
		this.shop.run(add);
		assertThat(calls).hasValue(100);
		assertThat(this.shop.count("orders where id > 1 and counter = 1")).isEqualTo(ROWS - 1);
		assertThat(this.shop.count("orders where id = 1 and counter % 10 = 1 and counter > 30")).isEqualTo(1);
	}

	@Test
	void losesNoIncrementOfManyWriters() throws Exception {
		AtomicBoolean stop = new AtomicBoolean();
		AtomicInteger increments = new AtomicInteger();
		Thread writer = new Thread(() -> {
			java.util.Random random = new java.util.Random(7);
			while (!stop.get()) {
				this.shop.jdbc.update("update orders set counter = counter + 100 where id = ?",
						1 + random.nextInt(ROWS));
				increments.incrementAndGet();
			}
		});
		writer.start();
		try {
			this.shop.run(Shop.SETTINGS.batchRows(50, 200), COUNT);
		}
		finally {
			stop.set(true);
			writer.join();
		}
		assertThat(increments.get()).isPositive();
		assertThat(this.shop.jdbc.queryForObject("select sum(counter) from orders", Long.class))
			.isEqualTo(ROWS + 100L * increments.get());
		assertThat(this.shop.count("orders where counter % 100 = 1")).isEqualTo(ROWS);
	}

	@Test
	void putsRowsAsideThatTheFunctionFailsOnWithoutTheirValues() {
		AtomicBoolean mended = new AtomicBoolean();
		this.shop.start(Backfill.of("parse").table("orders").read("id").write("counter").rows("1", (rows) -> {
			if (!mended.get() && rows.stream().anyMatch((row) -> id(row) == 5 || id(row) == 2222)) {
				throw new IllegalStateException("secret");
			}
			return rows.stream().map((row) -> row.with("counter", 1)).toList();
		}));
		this.shop.awaitState("parse", BackfillState.DONE);
		assertThat(this.shop.progress("parse").rowsAside()).isEqualTo(2);
		assertThat(
				this.shop.jdbc.queryForList("select sql_state || ' ' || message from zdm.backfill_aside", String.class))
			.allSatisfy((text) -> assertThat(text).startsWith("38000 java.lang.IllegalStateException at dev.zdm.")
				.doesNotContain("secret"));
		mended.set(true);
		this.shop.backfills.resume("parse");
		await().until(() -> this.shop.progress("parse").rowsAside() == 0);
		assertThat(this.shop.count("orders where counter = 1")).isEqualTo(ROWS);
	}

	@Test
	void waitsWhenTheFunctionHasLostItsConnection() {
		AtomicInteger calls = new AtomicInteger();
		this.shop.run(Backfill.of("lost").table("orders").read("counter").write("counter").rows("1", (rows) -> {
			if (calls.incrementAndGet() <= 3) {
				throw new DataAccessResourceFailureException("gone", new java.sql.SQLException("gone", "08006"));
			}
			return count(rows);
		}));
		assertThat(this.shop.progress("lost").rowsAside()).isZero();
		assertThat(this.shop.count("orders where counter = 1")).isEqualTo(ROWS);
	}

	@Test
	void failsAtOnceWhenTheFunctionItselfIsWrong() {
		assertFails("f1", (rows) -> List.of(rows.get(0), rows.get(0)), "returns it twice|returns one twice");
		assertFails("f2", (rows) -> null, "returns null");
		assertFails("f3", (rows) -> List.of(rows.get(0).with("label", "x")), "sets column \"label\"; written are");
		assertFails("f4", (rows) -> {
			rows.get(0).get("payload");
			return rows;
		}, "asks for column \"payload\"; read are");
		assertFails("f5", (rows) -> {
			rows.get(0).get("counter", String.class);
			return rows;
		}, "as java.lang.String; the driver gives a java.lang.Integer");
		assertThat(this.shop.count("orders where counter = 0")).isEqualTo(ROWS);
	}

	@Test
	void refusesWhatMakesNoSenseAndTouchesNothing() {
		Backfill reading = Backfill.of("r").table("orders").read("id");
		assertThatIllegalArgumentException().isThrownBy(() -> reading.rows("1", (rows) -> rows).complete())
			.withMessageContaining("needs what it reads, what it writes and how");
		assertThatIllegalArgumentException().isThrownBy(() -> reading.set("label", "1"))
			.withMessageContaining("computes its values in Java");
		assertThatIllegalArgumentException().isThrownBy(() -> reading.read("a", "A"))
			.withMessageContaining("reads a column twice");
		assertRefused(reading.write("nothing").rows("1", (rows) -> rows), "SQLSTATE 42703");
		assertRefused(reading.read("nothing").write("label").rows("1", (rows) -> rows), "SQLSTATE 42703");
		assertRefused(reading.write("id").rows("1", (rows) -> rows), "it sets a column of the key");
		assertRefused(reading.write("label").where("id").rows("1", (rows) -> rows), "SQLSTATE 42804");
	}

	@Test
	void isAnotherDefinitionWithAnotherVersionOfTheFunction() {
		assertThat(COUNT.fingerprint()).isNotEqualTo(COUNT.rows("2", BackfillComputeTests::count).fingerprint());
		assertThat(COUNT.fingerprint()).isEqualTo(COUNT.rows("1", (rows) -> rows).fingerprint());
	}

	private void assertFails(String name, RowFunction function, String message) {
		this.shop.start(Backfill.of(name).table("orders").read("id", "counter").write("counter").rows("1", function));
		this.shop.awaitState(name, BackfillState.FAILED);
		assertThat(this.shop.progress(name).lastError()).containsPattern(message);
		this.shop.backfills.cancel(name);
	}

	private void assertRefused(Backfill backfill, String part) {
		assertThatExceptionOfType(BackfillDefinitionException.class).isThrownBy(() -> this.shop.start(backfill))
			.withMessageContaining(part);
		assertThat(this.shop.backfills.find(backfill.name())).isEmpty();
	}

	static List<BackfillRow> count(List<BackfillRow> rows) {
		return rows.stream().map((row) -> row.with("counter", row.get("counter", Integer.class) + 1)).toList();
	}

	private static long id(BackfillRow row) {
		Long id = row.get("id", Long.class);
		return (id != null) ? id : 0;
	}

}
