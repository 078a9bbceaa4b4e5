package dev.zdm.backfill;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.springframework.dao.DataAccessException;

/**
 * Enters definitions into the journal at start-up, after all of them have been checked.
 */
final class Registration {

	/** Below this, counting takes milliseconds and the planner's guess is poor. */
	private static final long COUNTED_BELOW_BYTES = 8 * 1024 * 1024;

	/** Of a table that is neither partitioned nor a partition there is no tree. */
	private static final String SIZE = """
			select coalesce(sum(pg_table_size(c.oid)), 0)
			  from (select to_regclass(?)::oid as root) t
			  join pg_class c on c.oid = root or c.oid in (select relid from pg_partition_tree(root))
			""";

	private static final Pattern PLAN_ROWS = Pattern.compile("\"Plan Rows\": (\\d+)");

	private final Sessions sessions;

	private final DefinitionCheck check;

	private final BackfillTable table;

	private final Dependencies dependencies;

	private final Splits splits;

	Registration(Sessions sessions) {
		this.splits = new Splits(sessions);
		this.sessions = sessions;
		this.check = new DefinitionCheck(sessions);
		this.table = new BackfillTable(sessions);
		this.dependencies = new Dependencies(sessions);
	}

	/**
	 * Registers all definitions or none.
	 * @throws BackfillDefinitionException if one of them cannot be run
	 * @throws BackfillLockedException if one of them cannot be checked
	 */
	List<Job> register(List<Backfill> backfills) {
		List<Job> begun = new ArrayList<>();
		try {
			return this.sessions.inTransaction(Limits.CHECK, () -> register(backfills, begun));
		}
		catch (DataAccessException ex) {
			throw Failure.of(ex).isLockTimeout() ? locked(backfills, begun.size(), ex) : ex;
		}
	}

	private List<Job> register(List<Backfill> backfills, List<Job> jobs) {
		this.table.lockRegistration();
		Dependencies.check(backfills, this.table.names());
		for (Backfill backfill : backfills) {
			jobs.add(new Job(register(backfill), backfill));
		}
		jobs.forEach(this.table::declare);
		return jobs;
	}

	/**
	 * Whoever holds the table now is taken for whoever held it until the server gave up.
	 */
	private BackfillLockedException locked(List<Backfill> backfills, int at, DataAccessException cause) {
		Backfill backfill = backfills.get(Math.min(at, backfills.size() - 1));
		Set<String> tables = new LinkedHashSet<>(List.of(backfill.table()));
		if (backfill.change() instanceof InsertRows insert) {
			tables.add(insert.into());
		}
		String who = new TableHolders(this.sessions).of(tables);
		return new BackfillLockedException("Backfill \"%s\" could not be checked in %d s: %s. Start again".formatted(
				backfill.name(), Limits.CHECK.lock().toSeconds(),
				who.isEmpty() ? "its table was locked, or another instance was starting and waited for one"
						: "in the way on table " + String.join(" or ", tables) + " is " + who),
				cause);
	}

	private long register(Backfill backfill) {
		List<BackfillTable.Row> rows = this.table.find(backfill.name());
		Optional<BackfillTable.Row> known = rows.stream()
			.filter((row) -> row.fingerprint().equals(backfill.fingerprint()))
			.findFirst();
		if (known.isPresent() && hasEnded(known.get())) {
			return known.get().id();
		}
		rows.stream()
			.filter((row) -> !hasEnded(row) && known.filter(row::equals).isEmpty())
			.findFirst()
			.ifPresent((row) -> {
				throw new BackfillDefinitionException(backfill.name(),
						("the name is taken by an unfinished backfill of %s that does "
								+ "something else (it is %s). Let that one end, cancel it, or give this one another name")
							.formatted(row.table(), row.state()));
			});
		if (!this.dependencies.missingMigrations(backfill).isEmpty()) {
			return known.map(BackfillTable.Row::id).orElseGet(() -> insertWaiting(backfill, backfill.table()));
		}
		Scope scope = this.check.check(backfill);
		if (known.isEmpty() && (backfill.change().inStep() || this.dependencies.unmet(backfill).isPresent())) {
			return insertWaiting(backfill, scope.table());
		}
		known.filter(BackfillTable.Row::prepared)
			.filter((row) -> !scope.isPartitioned() && !row.keyColumns().isEmpty()
					&& !row.keyColumns().equals(TableKey.PLACES.signature())
					&& !row.keyColumns().equals(scope.signature()))
			.ifPresent((row) -> {
				throw new BackfillDefinitionException(backfill.name(),
						"the key of %s has changed from (%s) to (%s) since it began. Give it another name to begin anew"
							.formatted(scope.table(), row.keyColumns(), scope.signature()));
			});
		return known.map(BackfillTable.Row::id).orElseGet(() -> insert(backfill, extent(backfill, scope)));
	}

	private long insertWaiting(Backfill backfill, String name) {
		return this.table.insertWaiting(backfill, name,
				this.dependencies.unmet(backfill).orElse("waits for its trigger"));
	}

	private long insert(Backfill backfill, Extent extent) {
		return this.table.insert(backfill, extent.scope(), extent.ranges(), extent.rows());
	}

	/**
	 * Checks a definition, and fixes the upper bounds of what there is to do now.
	 * @throws BackfillDefinitionException if it cannot be run
	 */
	Extent extent(Backfill backfill) {
		return extent(backfill, this.check.check(backfill));
	}

	/**
	 * What is empty has nothing to be done.
	 */
	private Extent extent(Backfill backfill, Scope scope) {
		List<NewRange> ranges = new ArrayList<>();
		for (Target target : scope.targets()) {
			KeysetBatches keyset = new KeysetBatches(this.sessions, backfill, target);
			String partition = scope.isPartitioned() ? target.table() : null;
			keyset.last().ifPresent((upper) -> {
				List<String> lower = null;
				for (List<String> bound : this.splits.of(keyset, upper, scope.targets().size())) {
					ranges.add(new NewRange(partition, target.key().signature(), lower, bound));
					lower = bound;
				}
				ranges.add(new NewRange(partition, target.key().signature(), lower, upper));
			});
		}
		return new Extent(scope, ranges, estimate(scope.table()));
	}

	private long estimate(String name) {
		Long bytes = this.sessions.jdbc().sql(SIZE).param(name).query(Long.class).single();
		if (bytes < COUNTED_BELOW_BYTES) {
			return this.sessions.jdbc().sql("select count(*) from " + name).query(Long.class).single();
		}
		String plan = Objects.requireNonNull(
				this.sessions.sql().queryForObject("explain (format json) select 1 from " + name, String.class));
		Matcher rows = PLAN_ROWS.matcher(plan);
		return rows.find() ? Long.parseLong(rows.group(1)) : 0;
	}

	private static boolean hasEnded(BackfillTable.Row row) {
		return row.state() == BackfillState.DONE || row.state() == BackfillState.CANCELLED;
	}

	/**
	 * What there is to do.
	 *
	 * @param scope the tables and keys
	 * @param ranges a range for each table that has rows
	 * @param rows how many rows they have, about
	 */
	record Extent(Scope scope, List<NewRange> ranges, long rows) {
	}

}
