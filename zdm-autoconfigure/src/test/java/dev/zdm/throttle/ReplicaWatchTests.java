package dev.zdm.throttle;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ReplicaWatchTests {

	private final ReplicaWatch watch = new ReplicaWatch(
			ReplicaLimits.of(Duration.ofSeconds(1)).ignoring("delayed", "old_slot"));

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
	void knowsHowLongItWillTakeToReplayWhatIsLeft() {
		for (int second = 0; second <= 4; second++) {
			judge(1000 + 200L * second, replica("a", 1000 + 100L * second, null));
		}
		assertThat(judge(2000, replica("a", 1500L, null))).singleElement().satisfies((state) -> {
			assertThat(state.forecast()).isEqualTo(Duration.ofSeconds(5));
			assertThat(state.lag()).isBetween(Duration.ofMillis(2400), Duration.ofMillis(2600));
			assertThat(state.worstLag()).isEqualTo(state.forecast());
		});
	}

	@Test
	void saysWhichGrantIsMissing() {
		assertThat(judge(100, hidden())).singleElement().satisfies((state) -> {
			assertThat(state.unknown()).isTrue();
			assertThat(state.note()).contains("grant pg_monitor to \"the app\"");
		});
	}

	@Test
	void doesWithoutTheGrantWhereAsManyReplicasAreAskedThemselves() {
		ReplicaRow direct = new ReplicaRow(ReplicaRow.Kind.DIRECT, "r", "", "r", "direct", 100L, null, "");
		assertThat(judge(100, hidden(), direct)).noneMatch(ReplicaState::unknown)
			.filteredOn(ReplicaState::counted)
			.extracting(ReplicaState::name)
			.containsExactly("r");
		assertThat(judge(100, hidden(), hidden(), direct)).anyMatch(ReplicaState::unknown);
	}

	@Test
	void doesNotCountWhatIsIgnoredByNameOrSlot() {
		ReplicaRow slotted = new ReplicaRow(ReplicaRow.Kind.STREAMING, "walreceiver", "old_slot", "local", "streaming",
				1L, null, "");
		assertThat(judge(100, replica("delayed", 1L, null), slotted)).hasSize(2).noneMatch(ReplicaState::counted);
		assertThat(this.watch.present(snapshot(100, replica("delayed", 1L, null), slotted))).isEmpty();
	}

	@Test
	void doesNotCountWhatReplaysNothing() {
		ReplicaRow backup = streaming("pg_basebackup", "backup");
		ReplicaRow archive = streaming("pg_receivewal", "streaming");
		assertThat(judge(100, backup, archive)).hasSize(2).noneMatch(ReplicaState::counted);
		assertThat(this.watch.present(snapshot(100, backup, archive))).isEmpty();
	}

	@Test
	void waitsForAKnownReplicaToSayWhatItHasReplayed() {
		ReplicationSnapshot snapshot = snapshot(100, streaming("a", "streaming"));
		assertThat(this.watch.judge(snapshot, Set.of("a"))).allMatch(ReplicaState::unknown);
		assertThat(this.watch.judge(snapshot, Set.of("b"))).noneMatch(ReplicaState::counted);
	}

	@Test
	void noticesReplicasThatAreBehindAndSayNothingNew() {
		assertThat(this.watch.silent(snapshot(100, replica("a", 50L, null), replica("b", 100L, null)))).isEmpty();
		assertThat(this.watch.silent(snapshot(100, replica("a", 50L, null), replica("b", 100L, null))))
			.containsExactly("a");
		assertThat(this.watch.silent(snapshot(100, replica("a", 60L, null)))).isEmpty();
	}

	@Test
	void countsLogicalSlotsByBytesWhenThereIsALimit() {
		ReplicaRow slot = new ReplicaRow(ReplicaRow.Kind.LOGICAL, "sub", "sub", "", "logical", 20L, null, "");
		assertThat(judge(100, slot)).singleElement().satisfies((state) -> {
			assertThat(state.counted()).isFalse();
			assertThat(state.bytesBehind()).isEqualTo(80);
			assertThat(state.note()).contains("limit-bytes");
		});
		ReplicaLimits limits = ReplicaLimits.of(Duration.ofSeconds(1)).bytes(40);
		assertThat(new ReplicaWatch(limits).judge(snapshot(100, slot), Set.of())).singleElement()
			.satisfies((state) -> assertThat(limits.reading(state).use()).isEqualTo(2));
	}

	@Test
	void countsHowManyThereAreOfAName() {
		assertThat(this.watch
			.present(snapshot(100, replica("walreceiver", 1L, null), replica("walreceiver", 2L, null), hidden())))
			.containsExactly(Map.entry("walreceiver", 2));
	}

	private List<ReplicaState> judge(long position, ReplicaRow... rows) {
		return this.watch.judge(snapshot(position, rows), Set.of());
	}

	private ReplicationSnapshot snapshot(long position, ReplicaRow... rows) {
		this.now = this.now.plusSeconds(1);
		return new ReplicationSnapshot(this.now, position, "\"the app\"", List.of(rows));
	}

	private static ReplicaRow hidden() {
		return new ReplicaRow(ReplicaRow.Kind.STREAMING, "a", "", "local", null, null, null, "");
	}

	private static ReplicaRow streaming(String name, String state) {
		return new ReplicaRow(ReplicaRow.Kind.STREAMING, name, "", "local", state, null, null, "");
	}

	private static ReplicaRow replica(String name, Long replayed, @Nullable Duration lag) {
		return new ReplicaRow(ReplicaRow.Kind.STREAMING, name, "", "local", "streaming", replayed, lag, "");
	}

}
