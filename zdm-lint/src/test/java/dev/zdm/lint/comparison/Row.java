package dev.zdm.lint.comparison;

import java.util.List;
import java.util.stream.IntStream;

import dev.zdm.lint.comparison.Opinion.Score;
import org.jspecify.annotations.Nullable;

/**
 * A sample, what the server did, and what the tools say.
 *
 * @param sample the sample
 * @param effect what the server did
 * @param older what another, older server did, when that is known and something else
 * @param opinions what each tool says
 */
record Row(Sample sample, Effect effect, @Nullable String older, List<Opinion> opinions) {

	Row {
		opinions = List.copyOf(opinions);
	}

	Danger danger() {
		return Danger.of(this.sample, this.effect);
	}

	Score score(int tool) {
		return this.opinions.get(tool).score(danger());
	}

	/** Which tools are right. */
	List<Integer> right() {
		return IntStream.range(0, this.opinions.size()).filter((tool) -> score(tool) == Score.RIGHT).boxed().toList();
	}

}
