package dev.zdm.proof;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import dev.zdm.catalog.Database;
import dev.zdm.catalog.LockMode;
import dev.zdm.execute.PlanExecutor;
import dev.zdm.guard.GuardSettings;
import dev.zdm.guard.GuardedDatabase;
import dev.zdm.guard.Judge;
import dev.zdm.guard.StatementRefusedException;
import dev.zdm.journal.MigrationRecord;
import dev.zdm.operation.Operation;
import dev.zdm.operation.Operations;
import dev.zdm.plan.Plan;
import dev.zdm.plan.Planner;
import dev.zdm.plan.Step;
import dev.zdm.plan.Step.StepTransaction;
import dev.zdm.rule.Finding;
import dev.zdm.rule.RelationLock;
import dev.zdm.sql.Script;
import dev.zdm.sql.SqlText;
import dev.zdm.sql.Statement;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tries operations: as they stand, through the guard, and the steps of their plans one by
 * one, each time in a copy of the same database.
 */
final class OperationBench implements AutoCloseable {

	/** Nobody but itself writes to a materialized view, and readers do not wait. */
	private static final String GENTLE = "REFRESH MATERIALIZED VIEW CONCURRENTLY";

	private static final String NEEDS_NO_TRANSACTION = "25001";

	private static final Pattern TOAST = Pattern.compile("pg_toast\\.pg_toast_\\d+_index");

	private final Database template = new Database();

	private final GuardedDatabase plain;

	private final GuardedDatabase untouched;

	OperationBench() throws SQLException {
		this.template.run(Operations.setup());
		this.plain = GuardedDatabase.copyOf(this.template.name());
		this.untouched = GuardedDatabase.copyOf(this.template.name());
	}

	int version() {
		return this.template.version();
	}

	/** Tries an operation in every way. */
	OperationResult tryOut(Operation operation) throws SQLException {
		String alone = alone(operation);
		if (operation.setup().isEmpty() && isRefused(operation.sql())) {
			return guarded(operation, alone, this.untouched);
		}
		try (GuardedDatabase copy = copy(operation)) {
			return guarded(operation, alone, copy);
		}
	}

	private GuardedDatabase copy(Operation operation) throws SQLException {
		GuardedDatabase copy = GuardedDatabase.copyOf(this.template.name());
		copy.execute(operation.setup().toArray(String[]::new));
		return copy;
	}

	private boolean isRefused(String sql) throws SQLException {
		try (Connection connection = this.plain.unguarded().getConnection()) {
			return new Judge(GuardSettings.defaults()).judge(connection, Database.parse(sql))
				.outcome() == Judge.Outcome.REFUSE;
		}
	}

	private OperationResult guarded(Operation operation, String alone, GuardedDatabase database) throws SQLException {
		String sql = operation.sql();
		List<String> wayOut = List.of();
		try {
			database.guard(sql);
		}
		catch (StatementRefusedException ex) {
			wayOut = ex.findings().stream().map(Finding::wayOut).distinct().flatMap(String::lines).toList();
		}
		List<MigrationRecord> journal = database.journal();
		if (journal.isEmpty()) {
			return new OperationResult(sql, "free", alone, List.of(), List.of());
		}
		MigrationRecord entry = journal.get(0);
		assertThat(entry.outcome()).as(sql).isEqualTo(entry.verdict().equals("refuse") ? "refused" : "done");
		String verdict = (entry.verdict() + " " + String.join(" ", entry.findings())).strip();
		return new OperationResult(sql, verdict, alone, entry.steps().isEmpty() ? List.of() : steps(operation, entry),
				wayOut);
	}

	/**
	 * What it does as it stands, which must be what is foretold. What runs in a
	 * transaction is rolled back.
	 */
	private String alone(Operation operation) throws SQLException {
		try {
			if (operation.setup().isEmpty()) {
				return inTransaction(operation.sql(), this.plain);
			}
			try (GuardedDatabase copy = copy(operation)) {
				return inTransaction(operation.sql(), copy);
			}
		}
		catch (RefusedException ex) {
			assertThat(ex).hasMessageStartingWith(NEEDS_NO_TRANSACTION);
			try (GuardedDatabase copy = copy(operation)) {
				return inNone(operation.sql(), copy);
			}
		}
	}

	private static String inTransaction(String sql, GuardedDatabase database) throws SQLException, RefusedException {
		try (Connection connection = begin(database); Connection other = begin(database)) {
			Landscape landscape = Landscape.read(connection);
			connection.rollback();
			Effects observed = new Observer(connection, landscape).observe(sql);
			Effects foretold = new Foreteller(connection).foretell(sql).effects();
			return text(sql, foretold, new BriefLocks(connection, other).complete(sql, foretold, observed));
		}
	}

	private static String inNone(String sql, GuardedDatabase database) throws SQLException {
		Effects foretold;
		try (Connection connection = begin(database)) {
			foretold = new Foreteller(connection).foretell(sql).effects();
		}
		return text(sql, foretold,
				new Effects(heldUp(sql, foretold, database), foretold.rewrites(), foretold.scans(), foretold.builds()));
	}

	private static String text(String sql, Effects foretold, Effects observed) {
		if (!(Database.parse(sql) instanceof Statement.NotDdl)) {
			assertThat(new Outcome(new ProofCase(sql, sql), new Foretold(List.of(), foretold), observed).lines())
				.isEmpty();
		}
		return text(observed);
	}

	private static Connection begin(GuardedDatabase database) throws SQLException {
		Connection connection = database.unguarded().getConnection();
		connection.setAutoCommit(false);
		return connection;
	}

	private static Map<String, LockMode> heldUp(String sql, Effects foretold, GuardedDatabase database)
			throws SQLException {
		boolean concurrent = sql.contains("concurrently");
		List<String> indexes = database.query("select indexrelid::regclass from pg_index");
		List<String> uses = new ArrayList<>();
		foretold.locks()
			.forEach((relation, mode) -> uses.add(indexes.contains(relation.replace("public.", "")) ? use(relation)
					: hold(relation, concurrent ? LockMode.SHARE : mode)));
		return heldUp(database, sql, uses);
	}

	private static String hold(String relation, LockMode mode) {
		return "lock table only " + relation + " in " + BriefLocks.WEAKEST_IN_CONFLICT.get(mode) + " mode";
	}

	/** Whoever reads a table holds {@code ACCESS SHARE} on its indexes. */
	private static String use(String index) {
		return "do $$ begin execute 'select from ' || (select indrelid::regclass from pg_index where indexrelid = '"
				+ index + "'::regclass); end $$";
	}

	private static Map<String, LockMode> heldUp(GuardedDatabase database, String sql, List<String> uses)
			throws SQLException {
		try (Connection looker = database.unguarded().getConnection()) {
			return new HeldUp(() -> database.unguarded().getConnection(), Landscape.read(looker)).run(sql, uses);
		}
	}

	/**
	 * The steps that the guard ran, each of them again: it takes the locks that it says,
	 * and does no work under one that blocks writes.
	 */
	private List<OperationResult.Step> steps(Operation operation, MigrationRecord entry) throws SQLException {
		String sql = operation.sql();
		List<OperationResult.Step> steps = new ArrayList<>();
		try (GuardedDatabase database = copy(operation); Connection worker = database.unguarded().getConnection()) {
			Plan plan = Planner.plan(Database.parse(sql), Database.facts(worker, sql)).orElseThrow();
			assertThat(plan.steps().stream().map((step) -> redacted(step.sql()))).as(sql)
				.containsExactlyElementsOf(entry.steps().stream().map(MigrationRecord.StepRecord::sql).toList());
			Set<String> before = Landscape.read(worker)
				.relations()
				.values()
				.stream()
				.map(Landscape.Site::name)
				.collect(Collectors.toSet());
			for (Step step : plan.steps()) {
				if (!PlanExecutor.isAnyDone(worker, List.of(step))) {
					steps.add(new OperationResult.Step(step.sql(), locks(run(database, worker, step, before))));
				}
			}
		}
		return steps;
	}

	private static Map<String, LockMode> run(GuardedDatabase database, Connection worker, Step step, Set<String> before)
			throws SQLException {
		Map<String, LockMode> locks;
		if (step.transaction() == StepTransaction.NONE) {
			locks = heldUp(database, step.sql(),
					step.locks().stream().map((lock) -> hold(lock.relation().quoted(), LockMode.SHARE)).toList());
		}
		else {
			worker.setAutoCommit(false);
			try {
				Effects effects = new Observer(worker, Landscape.read(worker)).observe(step.sql());
				assertThat(step.sql().startsWith(GENTLE) ? Set.<String>of() : effects.scans()).as(step.sql())
					.noneMatch(before::contains);
				assertThat(effects.rewrites()).as(step.sql()).noneMatch(before::contains);
				assertThat(effects.builds()).as(step.sql()).noneMatch(before::contains);
				locks = effects.locks();
			}
			catch (RefusedException ex) {
				throw new SQLException(step.sql(), ex);
			}
			worker.setAutoCommit(true);
			Database.run(worker, step.sql());
		}
		assertThat(step.locks().stream().map(RelationLock::toString)).as(step.sql())
			.containsAll(locks.entrySet()
				.stream()
				.filter((lock) -> before.contains(lock.getKey()))
				.map((lock) -> lock.getValue().sqlName() + " on " + lock.getKey())
				.toList());
		return locks;
	}

	private static String redacted(String sql) {
		return Script.split(sql).stream().map(SqlText::redacted).collect(Collectors.joining("; "));
	}

	private static String text(Effects effects) {
		List<String> parts = new ArrayList<>(List.of(locks(effects.locks())));
		add(parts, "rewrites ", effects.rewrites());
		add(parts, "reads all of ", effects.scans());
		add(parts, "builds an index of ", effects.builds());
		return String.join("; ", parts);
	}

	private static void add(List<String> parts, String what, Iterable<String> relations) {
		String names = String.join(", ", relations);
		if (!names.isEmpty()) {
			parts.add(what + names.replace("public.", ""));
		}
	}

	/** Numbers in the names of TOAST tables differ from database to database. */
	private static String named(String relation) {
		return TOAST.matcher(relation.replace("public.", "")).replaceFirst("an index of TOAST");
	}

	/** The strongest first. */
	private static String locks(Map<String, LockMode> locks) {
		Map<LockMode, Set<String>> byMode = locks.entrySet()
			.stream()
			.collect(Collectors.groupingBy(Map.Entry::getValue,
					Collectors.mapping((lock) -> named(lock.getKey()), Collectors.toCollection(TreeSet::new))));
		return byMode.isEmpty() ? "none"
				: byMode.entrySet()
					.stream()
					.sorted(Map.Entry.<LockMode, Set<String>>comparingByKey().reversed())
					.map((lock) -> lock.getKey().sqlName() + " on " + String.join(", ", lock.getValue()))
					.collect(Collectors.joining("; "));
	}

	@Override
	public void close() throws SQLException {
		this.untouched.close();
		this.plain.close();
		this.template.close();
	}

}
