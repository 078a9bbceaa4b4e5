package dev.zdm.throttle;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * Judges what the primary says about its replicas, and remembers which replicas there
 * were: one that was there before and is not now is not healthy. Not safe for several
 * threads.
 */
final class ReplicaWatch {

	private final Set<String> ignored;

	private final LagHistory history = new LagHistory();

	/** Every replica seen so far, with its name and how many there were at once. */
	private final Map<String, Expected> expected = new HashMap<>();

	ReplicaWatch(Collection<String> ignored) {
		this.ignored = Set.copyOf(ignored);
	}

	List<ReplicaState> judge(ReplicationSnapshot snapshot) {
		this.history.add(snapshot.at(), snapshot.position());
		List<ReplicaState> states = new ArrayList<>();
		snapshot.rows().stream().map((row) -> judge(row, snapshot)).forEach(states::add);
		remember(snapshot.rows());
		gone(snapshot.rows()).forEach(states::add);
		return List.copyOf(states);
	}

	private ReplicaState judge(ReplicaRow row, ReplicationSnapshot snapshot) {
		if (this.ignored.contains(row.name()) || this.ignored.contains(row.slot())) {
			return uncounted(row, "ignored, as configured");
		}
		if (row.hidden()) {
			return new ReplicaState(row.name(), "hidden", null, null, true,
					"role %1$s may not see its state; run: grant pg_monitor to %1$s".formatted(snapshot.role()));
		}
		String state = String.valueOf(row.state());
		if (row.replaysNothing() && !this.expected.containsKey(row.identity())) {
			return uncounted(row, row.logical() ? "a logical subscriber, not counted" : "replays nothing, not counted");
		}
		Long replayed = row.replayed();
		if (replayed == null) {
			return new ReplicaState(row.name(), state, null, null, true, "has not said yet what it has replayed");
		}
		long behind = Math.max(0, snapshot.position() - replayed);
		return new ReplicaState(row.name(), state, lag(replayed, row.reportedLag()), behind, true, "");
	}

	/**
	 * The reported time counts only where the own history does not reach back far enough.
	 */
	private Duration lag(long replayed, @Nullable Duration reported) {
		Duration age = this.history.age(replayed).orElse(null);
		if (age == null) {
			return Duration.ZERO;
		}
		boolean precise = this.history.reachesBackTo(replayed);
		return (precise || reported == null || reported.compareTo(age) < 0) ? age : reported;
	}

	private static ReplicaState uncounted(ReplicaRow row, String note) {
		return new ReplicaState(row.name(), String.valueOf(row.state()), null, null, false, note);
	}

	private void remember(List<ReplicaRow> rows) {
		count(rows)
			.forEach((identity, replica) -> this.expected.merge(identity, replica, (known, now) -> known.atLeast(now)));
	}

	private Stream<ReplicaState> gone(List<ReplicaRow> rows) {
		Map<String, Expected> present = count(rows);
		return this.expected.entrySet()
			.stream()
			.filter((entry) -> !entry.getValue().metBy(present.get(entry.getKey())))
			.map((entry) -> new ReplicaState(entry.getValue().name(), "gone", null, null, true,
					"was connected before and is not now; if it is not to come back, add %s to zdm.throttle.replica-lag.ignore"
						.formatted(entry.getValue().name())));
	}

	private Map<String, Expected> count(List<ReplicaRow> rows) {
		return rows.stream()
			.filter((row) -> !this.ignored.contains(row.name()) && !this.ignored.contains(row.slot()))
			.filter((row) -> row.replayed() != null)
			.filter((row) -> !row.replaysNothing())
			.collect(Collectors.toMap(ReplicaRow::identity, (row) -> new Expected(row.name(), 1), Expected::plus));
	}

	/**
	 * A replica's name, and how many share its identity.
	 */
	private record Expected(String name, int count) {

		Expected plus(Expected other) {
			return new Expected(this.name, this.count + other.count);
		}

		Expected atLeast(Expected other) {
			return (other.count > this.count) ? other : this;
		}

		boolean metBy(@Nullable Expected present) {
			return present != null && present.count >= this.count;
		}

	}

}
