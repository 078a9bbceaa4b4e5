package dev.zdm.backfill;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class BatchSizeTests {

	private static final BackfillSettings SETTINGS = BackfillSettings.DEFAULTS.batchTime(Duration.ofMillis(100));

	private final BatchSize size = new BatchSize(SETTINGS, 1000);

	@Test
	void beginsCarefully() {
		assertThat(new BatchSize(SETTINGS, 500).rows()).isEqualTo(500);
		assertThat(new BatchSize(SETTINGS.batchRows(10, 100), 500).rows()).isEqualTo(100);
	}

	@Test
	void staysWhereItMeetsTheTarget() {
		commit(0.1);
		assertThat(this.size.rows()).isEqualTo(1000);
	}

	@Test
	void doublesAtMost() {
		commit(0.001);
		assertThat(this.size.rows()).isEqualTo(2000);
	}

	@Test
	void convergesOnTheTarget() {
		for (int i = 0; i < 30; i++) {
			commit(0.01);
		}
		assertThat(this.size.rows()).isEqualTo(10_000);
	}

	@Test
	void shrinksToWhatFits() {
		commit(0.2);
		assertThat(this.size.rows()).isEqualTo(500);
	}

	@Test
	void countsOneSlowBatchOnceOnly() {
		for (int i = 0; i < 8; i++) {
			commit(0.1);
		}
		commit(0.2);
		for (int i = 0; i < 7; i++) {
			commit(0.1);
		}
		assertThat(this.size.rows()).isEqualTo(500);
		commit(0.1);
		assertThat(this.size.rows()).isEqualTo(1000);
	}

	@Test
	void tellsWhatFitsHoweverSmallTheLastBatchWas() {
		assertThat(this.size.fitting()).isEqualTo(1000);
		commit(0.01);
		assertThat(this.size.fitting()).isEqualTo(10_000);
	}

	@Test
	void quartersAtOnceWhenABatchTakesFarTooLong() {
		commit(0.5);
		assertThat(this.size.rows()).isEqualTo(250);
	}

	@Test
	void halvesWhenOthersAreInTheWay() {
		this.size.contended();
		assertThat(this.size.rows()).isEqualTo(500);
	}

	@Test
	void growsBackWhenNobodyIsInTheWayAnyMore() {
		this.size.contended();
		this.size.contended();
		this.size.recover(1000);
		assertThat(this.size.rows()).isEqualTo(500);
		this.size.recover(1000);
		this.size.recover(1000);
		assertThat(this.size.rows()).isEqualTo(1000);
	}

	@Test
	void doesNotGrowBackBeyondWhatFits() {
		commit(0.25);
		this.size.recover(1000);
		assertThat(this.size.rows()).isEqualTo(400);
		assertThat(this.size.fitting()).isEqualTo(400);
	}

	@Test
	void keepsItsBounds() {
		for (int i = 0; i < 20; i++) {
			this.size.contended();
		}
		assertThat(this.size.rows()).isEqualTo(50);
		assertThat(this.size.smallest()).isTrue();
		for (int i = 0; i < 40; i++) {
			commit(0.0001);
		}
		assertThat(this.size.rows()).isEqualTo(50_000);
	}

	@Test
	void learnsNothingFromAnEmptyBatch() {
		this.size.committed(0, Duration.ofSeconds(1));
		assertThat(this.size.rows()).isEqualTo(1000);
	}

	private void commit(double millisPerRow) {
		int rows = this.size.rows();
		this.size.committed(rows, Duration.ofNanos((long) (rows * millisPerRow * 1e6)));
	}

}
