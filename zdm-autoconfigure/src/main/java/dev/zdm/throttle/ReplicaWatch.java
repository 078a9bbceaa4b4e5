package dev.zdm.throttle;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/**
 * Judges what is said about replicas. Not safe for several threads.
 */
final class ReplicaWatch {

	private final ReplicaLimits limits;

	private final LagHistory history = new LagHistory();

	private final Map<String, ReplayPace> paces = new HashMap<>();

	private Map<String, Long> reported = Map.of();

	ReplicaWatch(ReplicaLimits limits) {
		this.limits = limits;
	}

	/**
	 * How many replicas that should stay there are of each name.
	 */
	Map<String, Integer> present(ReplicationSnapshot snapshot) {
		return snapshot.rows()
			.stream()
			.filter((row) -> !ignored(row) && row.lasting())
			.collect(Collectors.toMap(ReplicaRow::name, (row) -> 1, Integer::sum));
	}

	/**
	 * The replicas that are behind and have said the same as the time before: they stand
	 * still, or the primary is idle and they say nothing.
	 */
	Set<String> silent(ReplicationSnapshot snapshot) {
		Map<String, Long> now = new HashMap<>();
		Set<String> silent = new HashSet<>();
		for (ReplicaRow row : snapshot.rows()) {
			Long replayed = row.replayed();
			if (row.kind() == ReplicaRow.Kind.STREAMING && replayed != null && replayed < snapshot.position()) {
				now.put(row.identity(), replayed);
				if (replayed.equals(this.reported.get(row.identity()))) {
					silent.add(row.name());
				}
			}
		}
		this.reported = now;
		return silent;
	}

	/**
	 * How they are, in the order of the snapshot.
	 * @param expected names of replicas that are known to replay
	 */
	List<ReplicaState> judge(ReplicationSnapshot snapshot, Set<String> expected) {
		this.history.add(snapshot.at(), snapshot.position());
		this.paces.keySet().retainAll(snapshot.rows().stream().map(ReplicaRow::identity).toList());
		boolean covered = covered(snapshot.rows());
		List<ReplicaState> states = new ArrayList<>();
		for (ReplicaRow row : snapshot.rows()) {
			states.add(judge(row, snapshot, expected, covered));
		}
		return states;
	}

	/**
	 * Whether there are as many replicas that can be asked themselves as there are hidden
	 * ones.
	 */
	private boolean covered(List<ReplicaRow> rows) {
		long hidden = rows.stream().filter((row) -> row.hidden() && !ignored(row)).count();
		return hidden <= rows.stream().filter((row) -> row.kind() == ReplicaRow.Kind.DIRECT).count();
	}

	private ReplicaState judge(ReplicaRow row, ReplicationSnapshot snapshot, Set<String> expected, boolean covered) {
		String state = (row.state() != null) ? row.state() : "hidden";
		if (ignored(row)) {
			return ReplicaState.uncounted(row, "ignored, as configured");
		}
		if (!row.problem().isEmpty()) {
			return ReplicaState.unknown(row.name(), state, row.problem());
		}
		if (row.hidden()) {
			String grant = "role %1$s may not see its state; run: grant pg_monitor to %1$s".formatted(snapshot.role());
			return covered ? ReplicaState.uncounted(row, "asked itself, because " + grant)
					: ReplicaState.unknown(row.name(), state, grant);
		}
		if (row.replaysNothing() && !expected.contains(row.name())) {
			return ReplicaState.uncounted(row, "replays nothing, not counted");
		}
		return switch (row.kind()) {
			case AURORA -> new ReplicaState(row.name(), state, row.reportedLag(), null, null, true, "");
			case LOGICAL -> subscriber(row, snapshot);
			case STREAMING, DIRECT -> standby(row, state, snapshot);
		};
	}

	private ReplicaState subscriber(ReplicaRow row, ReplicationSnapshot snapshot) {
		Long behind = behind(row, snapshot);
		boolean counted = this.limits.bytes() > 0;
		return new ReplicaState(row.name(), "logical", null, null, behind, counted,
				counted ? "" : "a logical slot counts when zdm.throttle.replica-lag.limit-bytes is set");
	}

	private ReplicaState standby(ReplicaRow row, String state, ReplicationSnapshot snapshot) {
		Long replayed = row.replayed();
		if (replayed == null) {
			return ReplicaState.unknown(row.name(), state, "has not said yet what it has replayed");
		}
		Duration forecast = this.paces.computeIfAbsent(row.identity(), (key) -> new ReplayPace())
			.forecast(snapshot.at(), snapshot.position(), replayed);
		return new ReplicaState(row.name(), state, lag(replayed, row.reportedLag()), forecast, behind(row, snapshot),
				true, "");
	}

	private static @Nullable Long behind(ReplicaRow row, ReplicationSnapshot snapshot) {
		Long replayed = row.replayed();
		return (replayed != null) ? Long.valueOf(Math.max(0, snapshot.position() - replayed)) : null;
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

	private boolean ignored(ReplicaRow row) {
		return this.limits.ignored().contains(row.name()) || this.limits.ignored().contains(row.slot());
	}

}
