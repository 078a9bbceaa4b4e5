package dev.zdm.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

import javax.sql.DataSource;

import dev.zdm.catalog.TransactionState;
import dev.zdm.guard.Caller;
import dev.zdm.guard.Judge;
import dev.zdm.guard.Judge.Judgement;
import dev.zdm.guard.MigrationSource;
import dev.zdm.sql.Script;
import dev.zdm.sql.SqlText;
import dev.zdm.sql.Statement;
import dev.zdm.sql.StatementParser;
import org.jspecify.annotations.Nullable;

/**
 * Runs DDL without a migration tool, with the same judgement, steps, lock ladder and
 * journal as what passes through the {@code DataSource}; and says beforehand what would
 * be done. Safe for use by several threads.
 * <p>
 * It works on a connection of its own, never in the transaction of the thread that calls
 * it. What that transaction has locked would be waited for until
 * {@code zdm.lock.give-up-after}: call it outside of transactions.
 */
public final class MigrationExecutor {

	private static final String ACTIVE_TRANSACTION = "25001";

	/** A script of the application's own is a migration as well. */
	private static final MigrationSource SOURCE = new MigrationSource("executor", null);

	private final DataSource dataSource;

	private final Judge judge;

	/**
	 * Creates an executor; nothing is asked of the database yet.
	 * @param dataSource a guarded {@code DataSource}, or one around it. One without a
	 * guard runs everything as it stands
	 * @param judge says what the guard would do; it must have the guard's settings
	 */
	public MigrationExecutor(DataSource dataSource, Judge judge) {
		this.dataSource = dataSource;
		this.judge = judge;
	}

	/**
	 * Runs one statement or a script. Each statement of a script is judged when those
	 * before it are done, and is a transaction of its own, or several if it is run in
	 * steps, unless the script says {@code BEGIN} and {@code COMMIT}. The first that
	 * fails or is refused ends the script; what came before it stays. Results of queries
	 * are thrown away.
	 * <p>
	 * Locks are asked for by the ladder, so nobody waits longer than
	 * {@code zdm.lock.downtime} behind them; concurrent builds and validations wait as
	 * long as it takes and make nobody wait who reads or writes. This method returns when
	 * all is done, which may take hours on a large table. After a failure or a crash the
	 * same script can be run again where its statements allow it: a statement that was
	 * stopped in its steps goes on where it stopped.
	 * @param sql the text; words to zdm in its comments count, such as {@code zdm:allow}
	 * @throws dev.zdm.guard.StatementRefusedException if a statement would block others
	 * and has no safe steps
	 * @throws dev.zdm.execute.LockNotAcquiredException if a lock could not be had in time
	 * @throws dev.zdm.execute.StepFailedException if a step failed
	 * @throws SQLException if a statement fails, or with SQLSTATE 25001 if the script
	 * leaves a transaction open, which is rolled back
	 */
	public void execute(String sql) throws SQLException {
		GuardedDataSource guarded = guarded();
		try (Connection connection = open(); java.sql.Statement driver = connection.createStatement()) {
			boolean autoCommit = connection.getAutoCommit();
			connection.setAutoCommit(true);
			driver.setEscapeProcessing(false);
			boolean own = !MigrationSource.isMigration();
			try {
				if (own) {
					MigrationSource.enter(SOURCE);
				}
				for (SqlText text : Script.split(sql)) {
					run(guarded, connection, driver, StatementParser.parse(text));
				}
				requireNoTransaction(connection);
			}
			finally {
				if (own) {
					MigrationSource.leave();
				}
				restore(connection, autoCommit);
			}
		}
	}

	/**
	 * Says what {@link #execute} would do, and does nothing. Every statement is judged
	 * against the catalog as it is now: what an earlier statement of the script would
	 * create is not there. {@code ACCESS SHARE} is all that is taken on tables, for a
	 * moment.
	 * @param sql the text
	 * @return the statements in their order, empty ones left out
	 * @throws SQLException if the server cannot be asked
	 */
	public List<PlannedStatement> plan(String sql) throws SQLException {
		List<PlannedStatement> planned = new ArrayList<>();
		try (Connection connection = open()) {
			boolean autoCommit = connection.getAutoCommit();
			connection.setAutoCommit(true);
			try {
				for (SqlText text : Script.split(sql)) {
					Judgement judgement = this.judge.judge(connection, StatementParser.parse(text));
					planned.add(PlannedStatement.of(text, judgement));
				}
			}
			finally {
				restore(connection, autoCommit);
			}
		}
		return planned;
	}

	private static void run(@Nullable GuardedDataSource guarded, Connection connection, java.sql.Statement driver,
			Statement statement) throws SQLException {
		String text = statement.text().text();
		if (guarded == null) {
			driver.execute(text);
			return;
		}
		Caller caller = new Caller(connection, guarded.target(), OpenConnections.siblings(connection));
		guarded.guard().execute(caller, statement, () -> driver.execute(text));
	}

	private static void requireNoTransaction(Connection connection) throws SQLException {
		if (TransactionState.of(connection) != TransactionState.NONE) {
			throw new SQLException(
					"The script began a transaction and did not end it. It was rolled back. End it "
							+ "with COMMIT, or leave BEGIN out: each statement is then a transaction of its own.",
					ACTIVE_TRANSACTION);
		}
	}

	private static void restore(Connection connection, boolean autoCommit) throws SQLException {
		if (connection.isClosed()) {
			return;
		}
		if (TransactionState.of(connection) != TransactionState.NONE) {
			try (java.sql.Statement rollback = connection.createStatement()) {
				rollback.execute("rollback");
			}
		}
		connection.setAutoCommit(autoCommit);
	}

	private Connection open() throws SQLException {
		GuardedDataSource guarded = guarded();
		return ((guarded != null) ? guarded.target() : this.dataSource).getConnection();
	}

	private @Nullable GuardedDataSource guarded() throws SQLException {
		return this.dataSource.isWrapperFor(GuardedDataSource.class) ? this.dataSource.unwrap(GuardedDataSource.class)
				: null;
	}

}
