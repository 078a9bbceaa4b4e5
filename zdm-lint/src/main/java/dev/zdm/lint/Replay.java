package dev.zdm.lint;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import dev.zdm.catalog.TransactionState;
import dev.zdm.guard.Judge;
import dev.zdm.guard.MigrationSource;

/**
 * Runs migrations on one connection, as a migration tool whose connections are guarded
 * would, and judges each statement just before it runs.
 */
final class Replay implements AutoCloseable {

	private final Judge judge;

	private final boolean execute;

	private final Connection connection;

	private final Beside beside;

	private final Consumer<String> warnings;

	private final List<JudgedStatement> judged = new ArrayList<>();

	/**
	 * Connects.
	 * @param judge judges
	 * @param execute whether statements are run after they are judged
	 * @param database where
	 * @param warnings hears of what a tool would not do
	 */
	Replay(Judge judge, boolean execute, ScratchDatabase database, Consumer<String> warnings) throws SQLException {
		this.judge = judge;
		this.execute = execute;
		this.connection = database.connect();
		this.beside = new Beside(database);
		this.warnings = warnings;
	}

	/** What was judged so far. */
	List<JudgedStatement> judged() {
		return List.copyOf(this.judged);
	}

	/**
	 * Runs a migration in the transaction that its tool would run it in.
	 * @param isJudged whether its statements are judged
	 * @throws ScriptRejectedException if the server rejects a statement
	 */
	void run(Migration migration, boolean isJudged) throws SQLException, ScriptRejectedException {
		List<ScriptStatement> statements = migration.statements();
		MigrationSource source = migration.source();
		this.connection.setAutoCommit(!isTransactional(migration, statements));
		try {
			for (ScriptStatement statement : statements) {
				run(statement, source, isJudged && !this.judge.ignores(source));
			}
			commit(statements);
		}
		finally {
			end();
		}
	}

	private boolean isTransactional(Migration migration, List<ScriptStatement> statements) {
		if (migration.ownTransaction() != null) {
			return migration.ownTransaction();
		}
		long outside = statements.stream()
			.filter((each) -> OutsideTransactions.requires(each.statement(), migration.tool()))
			.count();
		if (outside > 0 && migration.tool() == Migration.Tool.LIQUIBASE) {
			this.warnings.accept(migration.id() + ": Liquibase runs it in a transaction, in which the server refuses "
					+ "such a statement; say runInTransaction:false. Here it runs without one.");
		}
		if (outside > 0 && outside < statements.size() && migration.tool() == Migration.Tool.FLYWAY) {
			this.warnings.accept(migration.id() + ": Flyway refuses to mix statements that cannot run in a transaction "
					+ "with others, unless mixed=true. Here all run without one.");
		}
		return outside == 0;
	}

	private void run(ScriptStatement statement, MigrationSource source, boolean isJudged)
			throws SQLException, ScriptRejectedException {
		JudgedStatement judgement = isJudged ? judge(statement, source) : null;
		if (this.execute) {
			execute(statement, judgement != null && judgement.judgement().beside());
		}
		if (judgement != null) {
			this.judged.add(judgement);
		}
	}

	private JudgedStatement judge(ScriptStatement statement, MigrationSource source)
			throws SQLException, ScriptRejectedException {
		TransactionState before = TransactionState.of(this.connection);
		try {
			return new JudgedStatement(statement, this.judge.judge(this.connection, statement.statement(), source));
		}
		catch (SQLException ex) {
			throw ScriptRejectedException.of(statement,
					new SQLException("zdm cannot judge it: " + ex.getMessage(), ex.getSQLState(), ex));
		}
		finally {
			if (before == TransactionState.NONE && !this.connection.getAutoCommit()) {
				this.connection.rollback();
			}
		}
	}

	/**
	 * The database is empty, so that a statement itself reaches in no time what its plan
	 * would. Where the guard runs the plan past the transaction, the statement must leave
	 * no lock in it either.
	 */
	private void execute(ScriptStatement statement, boolean past) throws ScriptRejectedException {
		try {
			if (past && !this.connection.getAutoCommit() && this.beside.execute(this.connection, statement.sql())) {
				return;
			}
			execute(this.connection, statement.sql());
		}
		catch (SQLException ex) {
			throw ScriptRejectedException.of(statement, ex);
		}
	}

	static void execute(Connection connection, String sql) throws SQLException {
		try (Statement statement = connection.createStatement()) {
			statement.setEscapeProcessing(false);
			statement.execute(sql);
		}
	}

	private void commit(List<ScriptStatement> statements) throws SQLException, ScriptRejectedException {
		if (TransactionState.of(this.connection) == TransactionState.NONE) {
			return;
		}
		try {
			execute(this.connection, "commit");
		}
		catch (SQLException ex) {
			throw ScriptRejectedException.of(statements.get(statements.size() - 1), ex);
		}
	}

	/** Ends what the migration began, and what it set for its session. */
	private void end() throws SQLException {
		if (TransactionState.of(this.connection) != TransactionState.NONE) {
			execute(this.connection, "rollback");
		}
		this.connection.setAutoCommit(true);
		execute(this.connection, "reset all; reset role");
	}

	@Override
	public void close() throws SQLException {
		this.beside.close();
		this.connection.close();
	}

}
