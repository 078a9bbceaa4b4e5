package dev.zdm.backfill;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class BisectionTests {

	private final Bisection bisection = new Bisection();

	private final List<Integer> aside = new ArrayList<>();

	private int batches;

	@Test
	void doesNothingWhileNothingFails() {
		assertThat(this.bisection.rows(1000)).isEqualTo(1000);
		this.bisection.passed(1000);
		assertThat(this.bisection.active()).isFalse();
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 1, 499, 500, 998, 999 })
	void findsTheOneRowThatFails(int row) {
		walk(1000, Set.of(row));
		assertThat(this.aside).containsExactly(row);
		assertThat(this.batches).isLessThan(30);
		assertThat(this.bisection.active()).isFalse();
	}

	@Test
	void findsAllRowsThatFail() {
		walk(1000, Set.of(0, 1, 2, 500, 998, 999));
		assertThat(this.aside).containsExactly(0, 1, 2, 500, 998, 999);
	}

	@Test
	void stopsLookingWhenTheFailureIsGone() {
		this.bisection.failed(100);
		assertThat(this.bisection.rows(100)).isEqualTo(50);
		this.bisection.passed(50);
		this.bisection.passed(25);
		this.bisection.passed(25);
		assertThat(this.bisection.active()).isFalse();
	}

	@Test
	void triesASingleRowTwice() {
		assertThat(this.bisection.failed(1)).isFalse();
		assertThat(this.bisection.rows(100)).isEqualTo(1);
		assertThat(this.bisection.failed(1)).isTrue();
	}

	private void walk(int rows, Set<Integer> bad) {
		int cursor = 0;
		while (cursor < rows) {
			int batch = Math.min(this.bisection.rows(1000), rows - cursor);
			this.batches++;
			int from = cursor;
			if (bad.stream().noneMatch((row) -> row >= from && row < from + batch)) {
				this.bisection.passed(batch);
				cursor += batch;
			}
			else if (this.bisection.failed(batch)) {
				this.aside.add(cursor);
				this.bisection.passed(1);
				cursor++;
			}
		}
	}

}
