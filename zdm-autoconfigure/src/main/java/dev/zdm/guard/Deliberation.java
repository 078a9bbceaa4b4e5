package dev.zdm.guard;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

import dev.zdm.catalog.CatalogReader;
import dev.zdm.catalog.Facts;
import dev.zdm.catalog.TransactionState;
import dev.zdm.guard.Verdict.Decision;
import dev.zdm.plan.Plan;
import dev.zdm.plan.Planner;
import dev.zdm.sql.Statement;

/**
 * What was found out and decided about a statement.
 *
 * @param facts what the catalog says about what it touches
 * @param verdict what is to be done with it
 */
record Deliberation(Facts facts, Verdict verdict) {

	/**
	 * Reads the facts and decides. A connection that is in no transaction is in none
	 * afterwards.
	 * @param unfinished whether the same statement was begun before as a plan and did not
	 * come to its end
	 */
	static Deliberation of(CatalogReader catalog, Policy policy, Connection connection, Statement statement,
			boolean unfinished) throws SQLException {
		TransactionState state = TransactionState.of(connection);
		try {
			Facts facts = catalog.read(connection, statement);
			Surroundings surroundings = new Surroundings(connection, facts, state, unfinished);
			Verdict verdict = policy.decide(statement, facts, surroundings);
			return new Deliberation(facts, unfinished ? goingOn(verdict, statement, facts, surroundings) : verdict);
		}
		finally {
			if (state == TransactionState.NONE && !connection.isClosed() && !connection.getAutoCommit()) {
				connection.rollback();
			}
		}
	}

	/**
	 * A plan that was begun goes on, also when the statement alone would find nothing
	 * left to do.
	 */
	private static Verdict goingOn(Verdict verdict, Statement statement, Facts facts, Surroundings surroundings)
			throws SQLException {
		Optional<Plan> rest = Planner.plan(statement, facts);
		return (verdict.decision() == Decision.LADDER && rest.isPresent()
				&& surroundings.obstacleTo(rest.get()) == null) ? Verdict.rewrite(verdict.findings(), rest.get())
						: verdict;
	}

}
