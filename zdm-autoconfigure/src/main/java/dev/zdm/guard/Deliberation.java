package dev.zdm.guard;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import dev.zdm.catalog.Facts;
import dev.zdm.catalog.TransactionState;
import dev.zdm.guard.Verdict.Decision;
import dev.zdm.plan.Plan;
import dev.zdm.plan.Planner;
import dev.zdm.sql.Script;
import dev.zdm.sql.Statement;
import dev.zdm.sql.StatementParser;

/**
 * What was found out and decided about a statement.
 *
 * @param facts what the catalog says about what it touches
 * @param verdict what is to be done with it
 * @param unfinished whether it was begun before as a plan and did not come to its end
 */
record Deliberation(Facts facts, Verdict verdict, boolean unfinished) {

	/**
	 * Reads the facts and decides. A connection that is in no transaction is in none
	 * afterwards.
	 * @param source where the statement comes from
	 * @param history knows whether the statement is unfinished; not asked where nothing
	 * can be changed
	 */
	static Deliberation of(FactsReader catalog, Policy policy, Connection connection, Statement statement,
			MigrationSource source, History history) throws SQLException {
		TransactionState state = TransactionState.of(connection);
		try {
			Facts facts = withWrites(catalog.read(connection, statement), policy, connection, statement);
			if (facts.session().readOnly()) {
				return new Deliberation(facts, Verdict.run(Decision.FREE, List.of()), false);
			}
			boolean unfinished = history.isUnfinished();
			if (unfinished && statement instanceof Statement.CreateIndex create && create.name() == null) {
				facts = facts.goingOn(create.table(), chosen(history.steps()));
			}
			Surroundings surroundings = new Surroundings(connection, facts, state, unfinished);
			Verdict verdict = policy.decide(statement, facts, source, surroundings);
			return new Deliberation(facts, unfinished ? goingOn(verdict, statement, facts, surroundings) : verdict,
					unfinished);
		}
		finally {
			if (state == TransactionState.NONE && !connection.isClosed() && !connection.getAutoCommit()) {
				connection.rollback();
			}
		}
	}

	private static Facts withWrites(Facts facts, Policy policy, Connection connection, Statement statement)
			throws SQLException {
		Facts.Writes writes = facts.isFree(statement) ? null : policy.writes(connection, statement);
		return (writes != null) ? facts.with(writes) : facts;
	}

	/**
	 * A plan that was begun goes on, also when the statement alone would find nothing
	 * left to do.
	 */
	private static Verdict goingOn(Verdict verdict, Statement statement, Facts facts, Surroundings surroundings)
			throws SQLException {
		Optional<Plan> rest = Planner.plan(statement, facts);
		return (verdict.decision() == Decision.LADDER && rest.isPresent()
				&& surroundings.obstacleTo(statement, rest.get()) == null)
						? Verdict.rewrite(verdict.findings(), rest.get()) : verdict;
	}

	/** The names that an earlier run chose for its indexes. */
	private static Set<String> chosen(List<String> steps) {
		return steps.stream()
			.map((step) -> StatementParser.parse(Script.split(step).get(0)))
			.filter(Statement.CreateIndex.class::isInstance)
			.map((step) -> Objects.requireNonNull(((Statement.CreateIndex) step).name()))
			.collect(Collectors.toSet());
	}

	/**
	 * Reads the facts about a statement.
	 */
	interface FactsReader {

		Facts read(Connection connection, Statement statement) throws SQLException;

	}

	/**
	 * What is known of earlier runs of a statement.
	 */
	interface History {

		boolean isUnfinished() throws SQLException;

		/** The steps of that run. */
		List<String> steps() throws SQLException;

		/** Of a statement that is judged and not run. */
		History NONE = new History() {

			@Override
			public boolean isUnfinished() {
				return false;
			}

			@Override
			public List<String> steps() {
				return List.of();
			}

		};

	}

}
