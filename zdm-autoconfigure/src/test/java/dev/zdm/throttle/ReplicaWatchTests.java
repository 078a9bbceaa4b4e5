package dev.zdm.throttle;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ReplicaWatchTests {

	private final ReplicaWatch watch = new ReplicaWatch(List.of("delayed", "old_slot"));

	private Instant now = Instant.EPOCH;

	@Test
	void findsNothingWhereThereIsNothing() {
		assertThat(judge(100)).isEmpty();
	}

	@Test
	void seesThroughAStaleTimeOfAReplicaThatHasReplayedAll() {
		assertThat(judge(100, replica("a", 100L, Duration.ofSeconds(16)))).singleElement()
			.satisfies((state) -> assertThat(state.lag()).isEqualTo(Duration.ZERO));
	}

	@Test
	void seesThroughAStaleTimeUnderWrites() {
		judge(100, replica("a", 100L, null));
		assertThat(judge(200, replica("a", 199L, Duration.ofSeconds(16)))).singleElement()
			.satisfies((state) -> assertThat(state.lag()).isLessThan(Duration.ofSeconds(1)));
	}

	@Test
	void letsTheLagGrowWhileReplayStandsStillAndThePrimaryIsIdle() {
		judge(100, replica("a", 100L, null));
		judge(200, replica("a", 100L, Duration.ofSeconds(1)));
		for (int i = 0; i < 9; i++) {
			judge(200, replica("a", 100L, Duration.ofSeconds(1)));
		}
		assertThat(judge(200, replica("a", 100L, Duration.ofSeconds(1)))).singleElement().satisfies((state) -> {
			assertThat(state.lag()).isGreaterThanOrEqualTo(Duration.ofSeconds(10));
			assertThat(state.bytesBehind()).isEqualTo(100);
		});
	}

	@Test
	void believesTheReportedTimeBeforeItKnowsItself() {
		assertThat(judge(200, replica("a", 100L, Duration.ofSeconds(8)))).singleElement()
			.satisfies((state) -> assertThat(state.lag()).isEqualTo(Duration.ofSeconds(8)));
	}

	@Test
	void missesAReplicaThatWasThereBefore() {
		judge(100, replica("a", 100L, null), replica("b", 100L, null));
		assertThat(judge(100, replica("a", 100L, null))).anySatisfy((state) -> {
			assertThat(state.name()).isEqualTo("b");
			assertThat(state.state()).isEqualTo("gone");
			assertThat(state.unknown()).isTrue();
			assertThat(state.note()).contains("zdm.throttle.replica-lag.ignore");
		});
		assertThat(judge(100, replica("a", 100L, null), replica("b", 100L, null))).noneMatch(ReplicaState::unknown);
	}

	@Test
	void missesOneOfTwoReplicasOfTheSameName() {
		judge(100, replica("walreceiver", 100L, null), replica("walreceiver", 100L, null));
		assertThat(judge(100, replica("walreceiver", 100L, null))).anyMatch(ReplicaState::unknown);
	}

	@Test
	void saysWhichGrantIsMissing() {
		ReplicaRow hidden = new ReplicaRow("a", "", "local", false, null, null, null);
		assertThat(judge(100, hidden)).singleElement().satisfies((state) -> {
			assertThat(state.unknown()).isTrue();
			assertThat(state.note()).contains("grant pg_monitor to \"the app\"");
		});
	}

	@Test
	void doesNotCountWhatIsIgnoredByNameOrSlot() {
		ReplicaRow slotted = new ReplicaRow("walreceiver", "old_slot", "local", false, "streaming", 1L, null);
		assertThat(judge(100, replica("delayed", 1L, null), slotted)).hasSize(2).noneMatch(ReplicaState::counted);
		assertThat(judge(100)).isEmpty();
	}

	@Test
	void doesNotCountWhatReplaysNothing() {
		ReplicaRow backup = new ReplicaRow("pg_basebackup", "", "local", false, "backup", null, null);
		ReplicaRow archive = new ReplicaRow("pg_receivewal", "", "local", false, "streaming", null, null);
		ReplicaRow subscriber = new ReplicaRow("sub", "sub", "local", true, "streaming", 1L, null);
		assertThat(judge(100, backup, archive, subscriber)).hasSize(3).noneMatch(ReplicaState::counted);
		assertThat(judge(100)).isEmpty();
	}

	private List<ReplicaState> judge(long position, ReplicaRow... rows) {
		this.now = this.now.plusSeconds(1);
		return this.watch.judge(new ReplicationSnapshot(this.now, position, "\"the app\"", List.of(rows)));
	}

	private static ReplicaRow replica(String name, Long replayed, @Nullable Duration lag) {
		return new ReplicaRow(name, "", "local", false, "streaming", replayed, lag);
	}

}
