package dev.zdm.backfill;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What backfills wait for.
 */
final class Dependencies {

	private static final String STAND = """
			select state, coalesce(rows_left, 0) as left,
			       (select count(*) from zdm.backfill_aside a where a.backfill = b.id) as aside
			  from zdm.backfill b where name = ? order by id desc limit 1
			""";

	private final Sessions sessions;

	private final ToolHistory history;

	Dependencies(Sessions sessions) {
		this.sessions = sessions;
		this.history = new ToolHistory(sessions);
	}

	/**
	 * Checks that what is waited for can come.
	 * @param known the names that the journal knows
	 * @throws BackfillDefinitionException if a name is unknown, or some wait for each
	 * other
	 */
	static void check(List<Backfill> backfills, List<String> known) {
		Map<String, Backfill> declared = backfills.stream()
			.collect(Collectors.toMap(Backfill::name, Function.identity()));
		Set<String> names = new TreeSet<>(known);
		names.addAll(declared.keySet());
		for (Backfill backfill : backfills) {
			backfill.terms().after().stream().filter((name) -> !names.contains(name)).findFirst().ifPresent((name) -> {
				throw new BackfillDefinitionException(backfill.name(), "it waits for backfill " + name
						+ ", which is not declared and which the database does not know; known are " + names);
			});
			if (reaches(declared, backfill.terms().after(), backfill.name(), new HashSet<>())) {
				throw new BackfillDefinitionException(backfill.name(),
						"it waits for " + backfill.terms().after() + ", which wait for it, so none would ever begin");
			}
		}
	}

	private static boolean reaches(Map<String, Backfill> declared, List<String> from, String to, Set<String> seen) {
		return from.stream()
			.filter(seen::add)
			.anyMatch((name) -> name.equals(to)
					|| (declared.containsKey(name) && reaches(declared, declared.get(name).terms().after(), to, seen)));
	}

	/**
	 * What a backfill has to wait for now.
	 * @return a sentence without its subject; empty when it may begin
	 */
	Optional<String> unmet(Backfill backfill) {
		return Stream
			.concat(missingMigrations(backfill).stream().map((version) -> "waits for migration " + version),
					backfill.terms().after().stream().flatMap((name) -> unmet(name).stream()))
			.findFirst();
	}

	/**
	 * The migrations that have not run yet. Before they have, the tables may not be
	 * there.
	 */
	List<String> missingMigrations(Backfill backfill) {
		return backfill.terms().afterMigrations().stream().filter((version) -> !this.history.holds(version)).toList();
	}

	private Optional<String> unmet(String name) {
		String waits = "waits for backfill " + name + ", which is ";
		return this.sessions.jdbc()
			.sql(STAND)
			.param(name)
			.query((row, number) -> rest(waits, BackfillState.of(row.getString("state")), row.getLong("left"),
					row.getLong("aside")))
			.optional()
			.orElse(Optional.of(waits + "not declared yet"));
	}

	private static Optional<String> rest(String waits, BackfillState state, long left, long aside) {
		if (state != BackfillState.DONE) {
			return Optional.of(waits + state);
		}
		return (Math.max(left, aside) > 0)
				? Optional.of(waits + "done but for " + Math.max(left, aside) + " rows; mend them and resume it")
				: Optional.empty();
	}

}
