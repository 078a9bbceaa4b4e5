package dev.zdm.backfill;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class PositionTests {

	private static final List<String> UPPER = List.of("100");

	@Test
	void walksAlongTheRange() {
		Position begin = new Position(null, null);
		Portion all = begin.next(UPPER);
		assertThat(all).isEqualTo(Portion.of(new KeyRange(null, UPPER)));
		Position middle = begin.after(new Chunk(all.with(new KeyRange(null, List.of("40"))), 40, false));
		assertThat(middle.next(UPPER).range()).isEqualTo(new KeyRange(List.of("40"), UPPER));
		assertThat(middle.isEnd(UPPER)).isFalse();
		assertThat(middle.after(new Chunk(middle.next(UPPER), 60, true)).isEnd(UPPER)).isTrue();
	}

	@Test
	void visitsEachStripeOfAWindowOnceFromItsBeginning() {
		Position position = new Position(List.of("10"), null).open(List.of("50"), 40);
		List<Portion> visited = new ArrayList<>();
		long rows = 0;
		while (position.window() != null) {
			Portion portion = position.next(UPPER);
			visited.add(portion);
			rows += position.window().share();
			position = position.after(new Chunk(portion, position.window().share(), true));
		}
		assertThat(visited).hasSize(Window.STRIPES).extracting(Portion::stripe).doesNotHaveDuplicates();
		assertThat(visited).extracting(Portion::range).containsOnly(new KeyRange(List.of("10"), List.of("50")));
		assertThat(rows).isEqualTo(40);
		assertThat(position).isEqualTo(new Position(List.of("50"), null));
	}

	@Test
	void goesOnInTheMiddleOfAStripe() {
		Position position = new Position(null, null).open(UPPER, 100);
		Portion stripe = position.next(UPPER);
		position = position.after(new Chunk(stripe.with(new KeyRange(null, List.of("30"))), 2, false));
		assertThat(position.next(UPPER)).isEqualTo(Portion.of(new KeyRange(List.of("30"), UPPER), 0));
		assertThat(position.cursor()).isNull();
		position = position.after(new Chunk(position.next(UPPER), 4, true));
		assertThat(position.next(UPPER)).isEqualTo(Portion.of(new KeyRange(null, UPPER), 1));
	}

	@Test
	void isNotAtItsEndWhileAWindowIsOpen() {
		assertThat(new Position(UPPER, null).open(UPPER, 0).isEnd(UPPER)).isFalse();
	}

}
