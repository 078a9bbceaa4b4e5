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
		Position position = new Position(List.of("10"), null).open(parts("50", 41), Stripe.first(11));
		List<Chunk> visited = walk(position);
		assertThat(visited).hasSize(11).extracting((chunk) -> chunk.portion().stripe()).doesNotHaveDuplicates();
		assertThat(visited).extracting((chunk) -> chunk.portion().range())
			.containsOnly(new KeyRange(List.of("10"), List.of("50")));
		assertThat(visited.stream().mapToLong(Chunk::rows).sum()).isEqualTo(41);
	}

	@Test
	void visitsEachPartOfAStripeBeforeTheNextStripe() {
		List<Window.Part> parts = List.of(new Window.Part(List.of("30"), 20), new Window.Part(List.of("50"), 13));
		List<Chunk> visited = walk(new Position(null, null).open(parts, Stripe.first(11)));
		assertThat(visited).hasSize(22);
		assertThat(visited.get(0).portion())
			.isEqualTo(Portion.of(new KeyRange(null, List.of("30")), new Stripe(0, 11, false)));
		assertThat(visited.get(1).portion())
			.isEqualTo(Portion.of(new KeyRange(List.of("30"), List.of("50")), new Stripe(0, 11, false)));
		assertThat(visited.get(2).portion())
			.isEqualTo(Portion.of(new KeyRange(null, List.of("30")), new Stripe(1, 11, false)));
		assertThat(visited).extracting(Chunk::last).startsWith(false, true, false, true);
		assertThat(visited.stream().mapToLong(Chunk::rows).sum()).isEqualTo(33);
	}

	@Test
	void knowsNoPartAfterABatchThatEndedInTheMiddleOfOne() {
		Position position = new Position(null, null)
			.open(List.of(new Window.Part(List.of("30"), 20), new Window.Part(List.of("50"), 20)), Stripe.first(11));
		Portion part = position.next(UPPER);
		position = position.after(new Chunk(part.with(new KeyRange(null, List.of("20"))), 2, false));
		assertThat(position.window().nextPart(null)).isEmpty();
		position = position.after(new Chunk(position.next(UPPER), 3, true));
		assertThat(position.window().nextPart(null)).isPresent();
	}

	@Test
	void goesOnInTheMiddleOfAStripe() {
		Position position = new Position(null, null).open(parts("100", 100), Stripe.first(11));
		Portion stripe = position.next(UPPER);
		position = position.after(new Chunk(stripe.with(new KeyRange(null, List.of("30"))), 2, false));
		assertThat(position.next(UPPER))
			.isEqualTo(Portion.of(new KeyRange(List.of("30"), UPPER), new Stripe(0, 11, false)));
		assertThat(position.cursor()).isNull();
		position = position.after(new Chunk(position.next(UPPER), 4, true));
		assertThat(position.next(UPPER)).isEqualTo(Portion.of(new KeyRange(null, UPPER), new Stripe(1, 11, false)));
	}

	@Test
	void isNotAtItsEndWhileAWindowIsOpen() {
		assertThat(new Position(UPPER, null).open(parts("100", 0), Stripe.first(11)).isEnd(UPPER)).isFalse();
	}

	private static List<Window.Part> parts(String to, long rows) {
		return List.of(new Window.Part(List.of(to), rows));
	}

	/** Part by part, until the window is closed. */
	private static List<Chunk> walk(Position from) {
		List<Chunk> visited = new ArrayList<>();
		Position position = from;
		while (position.window() != null) {
			Chunk chunk = position.window().nextPart(position.cursor()).orElseThrow();
			visited.add(chunk);
			position = position.after(chunk);
		}
		assertThat(position).isEqualTo(new Position(List.of("50"), null));
		return visited;
	}

}
