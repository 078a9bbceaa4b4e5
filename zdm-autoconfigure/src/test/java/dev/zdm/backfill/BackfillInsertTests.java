package dev.zdm.backfill;

import dev.zdm.test.PostgresCluster;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class BackfillInsertTests {

	private static final Backfill COPY = Backfill.of("copy")
		.table("orders")
		.insertInto("orders_v2")
		.set("id", "id")
		.set("label", "lower(label) -- as it was");

	private final Shop shop = new Shop(PostgresCluster.shared().primary());

	@BeforeEach
	void createTables() {
		this.shop.execute("create table orders (id bigint primary key, label text)");
		this.shop.execute("insert into orders select g, 'Order ' || g from generate_series(1, 3000) g");
		this.shop.execute("create table orders_v2 (id bigint generated always as identity primary key, "
				+ "label text not null, copies int not null default 1)");
	}

	@AfterEach
	void close() {
		this.shop.close();
	}

	@Test
	void insertsOneRowForEachRow() {
		this.shop.execute("create table history (id bigint, label text)");
		this.shop.run(Backfill.of("history")
			.table("orders")
			.insertInto("history")
			.set("id", "id")
			.set("label", "label")
			.where("id > 1000"));
		assertThat(this.shop.count("history")).isEqualTo(2000);
		assertThat(this.shop.count("(select distinct id from history) h")).isEqualTo(2000);
		assertThat(this.shop.progress("history").rowsDone()).isEqualTo(2000);
		assertThat(this.shop.progress("history").rowsLeft()).isNull();
		assertThat(this.shop.count("orders")).isEqualTo(3000);
	}

	@Test
	void leavesRowsAloneThatAreThereAndFindsNoneMissing() {
		this.shop.execute("insert into orders_v2 (id, label) overriding system value values (5, 'newer')");
		this.shop.run(COPY.onConflictDoNothing("id"));
		assertThat(this.shop.count("orders_v2 v join orders o using (id) where v.label = lower(o.label)"))
			.isEqualTo(2999);
		assertThat(this.shop.count("orders_v2 where id = 5 and label = 'newer'")).isEqualTo(1);
		assertThat(this.shop.progress("copy").rowsDone()).isEqualTo(2999);
		assertThat(this.shop.progress("copy").rowsLeft()).isZero();
	}

	@Test
	void givesRowsThatAreThereTheNewValues() {
		this.shop.execute("insert into orders_v2 (id, label, copies) overriding system value values (5, 'older', 7)");
		this.shop.run(COPY.onConflictDoUpdate("id"));
		assertThat(this.shop.count("orders_v2 where id = 5 and label = 'order 5' and copies = 7")).isEqualTo(1);
		assertThat(this.shop.count("orders_v2")).isEqualTo(3000);
	}

	@Test
	void countsWhatIsMissingInTheEnd() {
		this.shop.execute("create function refuse() returns trigger language plpgsql as "
				+ "$$ begin if new.id % 1000 = 7 then return null; end if; return new; end $$");
		this.shop.execute("create trigger refuse before insert on orders_v2 for each row execute function refuse()");
		this.shop.run(COPY.onConflictDoNothing("id"));
		assertThat(this.shop.progress("copy").rowsLeft()).isEqualTo(3);
	}

	@Test
	void putsRowsAsideThatCannotBeInserted() {
		this.shop.execute("update orders set label = null where id in (10, 2000)");
		this.shop.execute("insert into orders_v2 (id, label) overriding system value values (77, 'mine')");
		this.shop.run(COPY);
		assertThat(this.shop.progress("copy").rowsAside()).isEqualTo(3);
		assertThat(this.shop.count("orders_v2")).isEqualTo(2998);
		assertThat(this.shop.jdbc
			.queryForList("select key[1] || ' ' || sql_state from zdm.backfill_aside order by key[1]", String.class))
			.containsExactly("10 23502", "2000 23502", "77 23505");
	}

	@Test
	void insertsFromPartitionsIntoPartitionsInAnotherSchema() {
		this.shop.execute("create schema \"New\"");
		this.shop.execute("create table \"New\".\"Items\" (\"Key\" bigint primary key, orders_day int) "
				+ "partition by hash (\"Key\")");
		this.shop
			.execute("create table \"New\".a partition of \"New\".\"Items\" for values with (modulus 2, remainder 0)");
		this.shop
			.execute("create table \"New\".b partition of \"New\".\"Items\" for values with (modulus 2, remainder 1)");
		this.shop.execute("create table items (id int, day int, primary key (id, day)) partition by range (day)");
		this.shop.execute("create table items_0 partition of items for values from (0) to (1)");
		this.shop.execute("create table items_1 partition of items for values from (1) to (2)");
		this.shop.execute("insert into items select g, g % 2 from generate_series(1, 1000) g");
		this.shop.run(Backfill.of("items")
			.table("items")
			.insertInto("\"New\".\"Items\"")
			.set("\"Key\"", "items.id")
			.set("orders_day", "day")
			.onConflictDoNothing("\"Key\""));
		assertThat(this.shop.count("\"New\".\"Items\" v join items i on i.id = v.\"Key\" and i.day = v.orders_day"))
			.isEqualTo(1000);
		assertThat(this.shop.progress("items").rowsLeft()).isZero();
	}

	@Test
	void refusesWhatMakesNoSenseAndTouchesNothing() {
		assertRefused(Backfill.of("a").table("orders").insertInto("nowhere").set("id", "id"),
				"there is no table nowhere on the search path to insert into");
		assertRefused(Backfill.of("a").table("orders").insertInto("orders").set("id", "-id"),
				"could meet its own rows");
		assertRefused(Backfill.of("a").table("orders").insertInto("orders_v2").set("id", "id"),
				"it sets nothing for label of orders_v2");
		assertRefused(COPY.onConflictDoNothing("label"), "SQLSTATE 42P10");
		assertRefused(COPY.set("copies", "label"), "SQLSTATE 42804");
		assertRefused(COPY.set("pieces", "1"), "SQLSTATE 42703");
		this.shop.execute("create view a_view as select * from orders_v2");
		assertRefused(Backfill.of("a").table("orders").insertInto("a_view").set("id", "id"), "is no table of this");
		assertThat(this.shop.count("orders_v2")).isZero();
	}

	@Test
	void refusesIncompleteDefinitions() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> Backfill.of("a").table("orders").insertInto("orders_v2").complete())
			.withMessageContaining("inserts nothing");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> Backfill.of("a").table("orders").set("id", "1").onConflictDoNothing("id"))
			.withMessageContaining("there can be no conflict");
		assertThatIllegalArgumentException().isThrownBy(() -> COPY.onConflictDoNothing("copies").complete())
			.withMessageContaining("looks for conflicts in column copies, which it does not set");
		assertThatIllegalArgumentException().isThrownBy(() -> COPY.onConflictDoNothing().complete())
			.withMessageContaining("names no columns");
		assertThatIllegalArgumentException().isThrownBy(() -> COPY.onConflictDoUpdate("id", "label").complete())
			.withMessageContaining("nothing to update");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> Backfill.of("a").table("orders").delete().insertInto("orders_v2"))
			.withMessageContaining("cannot insert rows and do something else");
	}

	private void assertRefused(Backfill backfill, String part) {
		assertThatExceptionOfType(BackfillDefinitionException.class).isThrownBy(() -> this.shop.start(backfill))
			.withMessageContaining(part);
		assertThat(this.shop.backfills.find(backfill.name())).isEmpty();
	}

}
