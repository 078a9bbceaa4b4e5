package dev.zdm.throttle;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ExpectedReplicasTests {

	private final ExpectedReplicas expected = new ExpectedReplicas(Duration.ofHours(1));

	@Test
	void missesAReplicaThatWasThereBefore() {
		note(Map.of("a", 1, "b", 1), 0);
		assertThat(this.expected.missing(Map.of("a", 1))).containsExactly("b");
		assertThat(this.expected.missing(Map.of("a", 1, "b", 1))).isEmpty();
	}

	@Test
	void missesOneOfTwoReplicasOfTheSameName() {
		note(Map.of("walreceiver", 2), 0);
		assertThat(this.expected.missing(Map.of("walreceiver", 1))).containsExactly("walreceiver");
	}

	@Test
	void doesNotMissOneThatIsBackFromAnotherAddress() {
		note(Map.of("walreceiver", 2), 0);
		note(Map.of("walreceiver", 1), 1);
		note(Map.of("walreceiver", 2), 2);
		assertThat(this.expected.missing(Map.of("walreceiver", 2))).isEmpty();
	}

	@Test
	void takesANewNameForTheOneThatIsMissingAsAfterAFailover() {
		note(Map.of("b", 1, "c", 1), 0);
		Map<String, Integer> afterwards = Map.of("a", 1, "c", 1);
		assertThat(this.expected.replace(Map.of("c", 1))).isEmpty();
		assertThat(this.expected.missing(Map.of("c", 1))).containsExactly("b");
		assertThat(this.expected.replace(afterwards)).containsExactly("b");
		note(afterwards, 1);
		assertThat(this.expected.missing(afterwards)).isEmpty();
		assertThat(this.expected.missing(Map.of("c", 1))).containsExactly("a");
	}

	@Test
	void takesNobodyForAnotherWhileAllAreThere() {
		note(Map.of("b", 1), 0);
		assertThat(this.expected.replace(Map.of("a", 1, "b", 1))).isEmpty();
	}

	@Test
	void forgetsAfterAWhile() {
		note(Map.of("a", 2, "b", 1), 0);
		note(Map.of("a", 1), 3599);
		assertThat(this.expected.missing(Map.of("a", 1))).containsExactly("a", "b");
		note(Map.of("a", 1), 3601);
		assertThat(this.expected.missing(Map.of("a", 1))).isEmpty();
		assertThat(this.expected.missing(Map.of())).containsExactly("a");
	}

	@Test
	void hasNewsOfTheSameReplicasOnceAMinute() {
		assertThat(note(Map.of("a", 1), 0)).hasSize(1);
		assertThat(note(Map.of("a", 1), 59)).isEmpty();
		assertThat(note(Map.of("a", 2), 59)).hasSize(1);
		assertThat(note(Map.of("a", 2), 120)).hasSize(1);
	}

	@Test
	void takesOverWhatOthersKnow() {
		note(Map.of("a", 1), 0);
		this.expected.replaceBy(List.of(new ExpectedReplicas.Seen("b", 1, Instant.EPOCH)));
		assertThat(this.expected.names()).containsExactly("b");
	}

	private List<ExpectedReplicas.Seen> note(Map<String, Integer> present, long second) {
		return this.expected.note(present, Instant.EPOCH.plusSeconds(second));
	}

}
