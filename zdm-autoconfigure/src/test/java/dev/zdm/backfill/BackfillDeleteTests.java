package dev.zdm.backfill;

import dev.zdm.test.PostgresCluster;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class BackfillDeleteTests {

	private static final Backfill OLD = Backfill.of("old").table("events").where("day < 100").delete();

	private final Shop shop = new Shop(PostgresCluster.shared().primary());

	@BeforeEach
	void createTable() {
		this.shop.execute("create table events (id bigint primary key, day int not null, note text)");
		this.shop.execute("insert into events select g, g % 200 from generate_series(1, 4000) g");
	}

	@AfterEach
	void close() {
		this.shop.close();
	}

	@Test
	void deletesWhatMeetsTheConditionAndNothingElse() {
		this.shop.run(OLD);
		assertThat(this.shop.count("events where day < 100")).isZero();
		assertThat(this.shop.count("events")).isEqualTo(2000);
		BackfillProgress progress = this.shop.progress("old");
		assertThat(progress.rowsDone()).isEqualTo(2000);
		assertThat(progress.rowsLeft()).isZero();
		assertThat(progress.mode()).isEqualTo("plain");
	}

	@Test
	void deletesFromPartitions() {
		this.shop.execute("create table logs (id int, day int, primary key (id, day)) partition by range (day)");
		this.shop.execute("create table logs_a partition of logs for values from (0) to (100)");
		this.shop.execute("create table logs_b partition of logs for values from (100) to (200)");
		this.shop.execute("insert into logs select id, day from events");
		this.shop.run(Backfill.of("logs").table("logs").where("logs.day % 100 < 50").delete());
		assertThat(this.shop.count("logs")).isEqualTo(2000);
		assertThat(this.shop.count("logs_a")).isEqualTo(1000);
	}

	@Test
	void putsRowsAsideThatOthersReferTo() {
		this.shop.execute("create table notes (event bigint references events)");
		this.shop.execute("insert into notes values (1), (3000)");
		this.shop.run(OLD);
		BackfillProgress progress = this.shop.progress("old");
		assertThat(progress.rowsDone()).isEqualTo(1998);
		assertThat(progress.rowsAside()).isEqualTo(2);
		assertThat(progress.rowsLeft()).isEqualTo(2);
		assertThat(progress.lastError()).isNull();
	}

	@Test
	void saysBeforehandWhatForeignKeysCost() {
		this.shop.execute("create table notes (event bigint, constraint notes_event foreign key (event) "
				+ "references events on delete cascade)");
		this.shop.execute("create table marks (event bigint primary key references events)");
		this.shop.run(OLD);
		BackfillPreflight preflight = this.shop.progress("old").preflight();
		assertThat(preflight).isNotNull();
		assertThat(preflight.rowsChanged()).isBetween(1L, preflight.rows());
		assertThat(preflight.expectedGrowthBytes()).isZero();
		assertThat(preflight.warnings()).containsExactly(
				"foreign key notes_event of notes has no index on (event), so each deleted row reads all of notes: "
						+ "create one first; it deletes or changes those rows, too");
	}

	@Test
	void refusesToDeleteAllRowsByAccident() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> this.shop.start(Backfill.of("all").table("events").delete()))
			.withMessageContaining("deletes rows and has no condition");
	}

	@Test
	void refusesToDeleteAndToSet() {
		Backfill set = Backfill.of("both").table("events").set("note", "'x'");
		assertThatIllegalArgumentException().isThrownBy(set::delete).withMessageContaining("declare two backfills");
		assertThatIllegalArgumentException().isThrownBy(() -> OLD.set("note", "'x'"))
			.withMessageContaining("deletes rows and cannot set column note");
	}

	@Test
	void isAnotherDefinitionThanOneThatSets() {
		assertThat(OLD.fingerprint())
			.isNotEqualTo(Backfill.of("old").table("events").where("day < 100").set("note", "null").fingerprint());
	}

}
