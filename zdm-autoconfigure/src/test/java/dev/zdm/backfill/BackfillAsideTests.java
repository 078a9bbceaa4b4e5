package dev.zdm.backfill;

import java.time.Duration;

import dev.zdm.event.BackfillEvent;
import dev.zdm.test.PostgresCluster;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Rows that cannot be changed, among rows that are to be changed exactly once.
 */
class BackfillAsideTests {

	private static final Backfill PARSE = Backfill.of("parse")
		.table("orders")
		.set("counter", "counter + 1 + 0 * email::int");

	private final Shop shop = new Shop(PostgresCluster.shared().primary());

	@BeforeEach
	void createTable() {
		this.shop.execute("create table orders (id bigint primary key, email text, counter int not null default 0)");
		this.shop.execute("insert into orders select g, '1' from generate_series(1, 3000) g");
	}

	@AfterEach
	void close() {
		this.shop.close();
	}

	@Test
	void putsRowsAsideThatCannotBeChangedAndDoesTheRestOnce() {
		this.shop.execute("update orders set email = 'top secret' where id in (1, 2, 777, 1500, 2999, 3000)");
		this.shop.run(PARSE);
		assertThat(this.shop.count("orders where counter = 1")).isEqualTo(2994);
		BackfillProgress progress = this.shop.progress("parse");
		assertThat(progress.rowsDone()).isEqualTo(2994);
		assertThat(progress.rowsAside()).isEqualTo(6);
		assertThat(progress.percent()).isEqualTo(100);
		assertThat(progress.reason())
			.isEqualTo("6 rows could not be changed and are put aside in zdm.backfill_aside; mend them and resume it");
		assertThat(
				this.shop.jdbc.queryForList("select key[1] from zdm.backfill_aside order by key[1]::int", String.class))
			.containsExactly("1", "2", "777", "1500", "2999", "3000");
		assertThat(this.shop.jdbc.queryForList("select distinct sql_state || ' ' || message from zdm.backfill_aside",
				String.class))
			.containsExactly("22P02 invalid input syntax for type integer: …");
	}

	@Test
	void triesThemAgainWhenResumedAlsoAfterTheEnd() {
		this.shop.execute("update orders set email = 'x' where id in (10, 20)");
		BackfillRunner runner = this.shop.start(PARSE);
		this.shop.awaitState("parse", BackfillState.DONE);
		assertThat(runner.isRunning()).isTrue();
		this.shop.execute("update orders set email = '1' where id = 10");
		this.shop.backfills.resume("parse");
		await().until(() -> this.shop.progress("parse").rowsAside() == 1);
		this.shop.awaitState("parse", BackfillState.DONE);
		assertThat(this.shop.count("orders where counter = 1")).isEqualTo(2999);
		this.shop.execute("update orders set email = '1' where id = 20");
		this.shop.backfills.resume("parse");
		await().until(() -> this.shop.progress("parse").rowsAside() == 0);
		this.shop.awaitState("parse", BackfillState.DONE);
		assertThat(this.shop.count("orders where counter = 1")).isEqualTo(3000);
		assertThat(this.shop.progress("parse").rowsDone()).isEqualTo(3000);
		await().atMost(Duration.ofSeconds(20)).until(() -> !runner.isRunning());
	}

	@Test
	void forgetsARowThatIsGone() {
		this.shop.execute("update orders set email = 'x' where id = 10");
		this.shop.start(PARSE);
		this.shop.awaitState("parse", BackfillState.DONE);
		this.shop.execute("delete from orders where id = 10");
		this.shop.backfills.resume("parse");
		await().until(() -> this.shop.progress("parse").rowsAside() == 0);
		this.shop.awaitState("parse", BackfillState.DONE);
		assertThat(this.shop.progress("parse").rowsDone()).isEqualTo(2999);
	}

	@Test
	void findsRowsThatATriggerOrADeferredConstraintRefuses() {
		this.shop.execute("""
				create function refuse() returns trigger language plpgsql as $$
				begin
				  if new.id = 1234 then raise 'not this one: %', new.email; end if;
				  return new;
				end $$""");
		this.shop.execute("create trigger refuse before update on orders for each row execute function refuse()");
		this.shop.execute("alter table orders add column once int unique deferrable initially deferred");
		this.shop.run(Backfill.of("once").table("orders").set("once", "case when id = 2345 then 44 else id end"));
		assertThat(this.shop.count("orders where once = id")).isEqualTo(2998);
		assertThat(this.shop.jdbc.queryForList(
				"select key[1] || ' ' || sql_state || ' ' || message from zdm.backfill_aside order by 1", String.class))
			.containsExactly("1234 P0001 raised by a trigger or function; the server's log says more",
					"2345 23505 duplicate key value violates unique constraint \"orders_once_key\"");
	}

	@Test
	void putsARowAsideThatTakesTooLong() {
		this.shop.execute("delete from orders where id > 8");
		this.shop.start(Shop.SETTINGS.batchRows(1, 1).batchTime(Duration.ofMillis(10)),
				Backfill.of("slow")
					.table("orders")
					.set("counter", "counter + 1 + case when id = 5 then length(pg_sleep(60)::text) else 0 end"));
		await().atMost(Duration.ofSeconds(60)).until(() -> this.shop.progress("slow").state() == BackfillState.DONE);
		assertThat(this.shop.count("orders where counter = 1")).isEqualTo(7);
		assertThat(
				this.shop.jdbc.queryForList("select key[1] || ' ' || sql_state from zdm.backfill_aside", String.class))
			.containsExactly("5 57014");
	}

	@Test
	void failsWhenNoRowCanBeChangedAndGoesOnWhenResumed() {
		this.shop.execute("update orders set email = 'x' where id between 1001 and 1500");
		this.shop.start(PARSE);
		this.shop.awaitState("parse", BackfillState.FAILED);
		BackfillProgress failed = this.shop.progress("parse");
		assertThat(failed.lastError()).contains("20 rows in a row", "SQLSTATE 22P02");
		assertThat(failed.rowsAside()).isEqualTo(20);
		assertThat(failed.rowsDone()).isEqualTo(1000);
		this.shop.execute("update orders set email = '1'");
		this.shop.backfills.resume("parse");
		this.shop.awaitState("parse", BackfillState.DONE);
		assertThat(this.shop.count("orders where counter = 1")).isEqualTo(3000);
		assertThat(this.shop.progress("parse").rowsDone()).isEqualTo(3000);
		assertThat(this.shop.progress("parse").rowsAside()).isZero();
	}

	@Test
	void staysExactlyOnceWithManyBadRowsAndTwoInstances() {
		this.shop.execute("update orders set email = 'x' where id % 100 = 7");
		BackfillSettings small = Shop.SETTINGS.batchRows(5, 40);
		this.shop.start(small, PARSE);
		this.shop.start(small, PARSE);
		this.shop.awaitState("parse", BackfillState.DONE);
		assertThat(this.shop.count("orders where counter = 1")).isEqualTo(2970);
		assertThat(this.shop.progress("parse").rowsDone()).isEqualTo(2970);
		assertThat(this.shop.progress("parse").rowsAside()).isEqualTo(30);
		assertThat(this.shop.heard).filteredOn(BackfillEvent.BatchFailed.class::isInstance).isNotEmpty();
	}

}
