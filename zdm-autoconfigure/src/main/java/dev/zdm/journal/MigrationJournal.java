package dev.zdm.journal;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;

import dev.zdm.execute.OwnSessions;
import dev.zdm.execute.SpareConnection;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

import org.springframework.core.NestedRuntimeException;

/**
 * Remembers the DDL statements that were judged, in {@code zdm.migration}. It writes on
 * connections of its own in autocommit, never in the caller's transaction: what it knows
 * survives a rollback and the end of the process. What is old is forgotten, and what
 * nobody works on any more is marked as interrupted, by the first entry of each process.
 */
public final class MigrationJournal {

	/**
	 * With its steps or not at all: an entry that is half there would never end. A
	 * session that is gone already began at no time; where a pooler stands between, as
	 * this connection tells, it is unknown.
	 */
	private static final String INSERT = """
			with entry as (
			    insert into zdm.migration (source, kind, relation, sql, fingerprint, in_transaction, verdict, findings,
			        backend_pid, backend_start)
			    select v.*, coalesce(a.pid, gone.pid), case when a.pid is null then gone.start else a.backend_start end
			    from (values (?, ?, ?, ?, ?, ?, ?, ?::text[])) v left join pg_stat_get_activity(?) a on true
			    left join (select pid, '-infinity'::timestamptz as start from (values (?)) session (pid)
			        where pid <> 0 and ? = pg_backend_pid()) gone on true
			    returning id
			), steps as (
			    insert into zdm.migration_step (migration, position, sql, transaction, outcome)
			    select entry.id, step.number - 1, step.sql, step.transaction, 'planned'
			    from entry, unnest(?::text[], ?::text[]) with ordinality step (sql, transaction, number)
			)
			select id from entry
			""";

	/**
	 * The newest run counts: its process died, or it failed, or its transaction may have
	 * been rolled back.
	 */
	private static final String IS_UNFINISHED = """
			select outcome <> 'done' or in_transaction from zdm.migration
			where fingerprint = ? and source = ? and (verdict = 'rewrite' or (outcome = 'done' and not in_transaction))
			order by id desc limit 1
			""";

	private static final String STEPS = """
			select sql from zdm.migration_step where migration = (select max(id) from zdm.migration
			    where fingerprint = ? and source = ? and verdict = 'rewrite') order by position
			""";

	private static final String START_STEP = """
			update zdm.migration_step set outcome = 'running', started_at = clock_timestamp()
			where migration = ? and position = ?
			""";

	private static final String FINISH_STEP = """
			update zdm.migration_step set outcome = ?, finished_at = clock_timestamp()
			where migration = ? and position = ?
			""";

	private static final String PROGRESS = """
			update zdm.migration_step set progress = ? where migration = ? and position = ?
			""";

	private static final String AWAIT = "update zdm.migration set blockers = ? where id = ?";

	private static final String WAIT = """
			update zdm.migration set attempts = ?, lock_wait_ms = ?, blockers = ? where id = ?
			""";

	private static final String FINISH = """
			update zdm.migration set outcome = ?, attempts = ?, lock_wait_ms = ?, blockers = ?, error = ?,
			    finished_at = clock_timestamp()
			where id = ?
			""";

	private static final int ATTEMPTS = 3;

	private static final Set<String> PASSING = Set.of("57014", "57P01", "40P01");

	private static final Duration KEPT = Duration.ofDays(90);

	private final JournalSchema schema;

	private final Duration keep;

	/** Ends that could not be written yet. */
	private final Queue<End> late = new ConcurrentLinkedQueue<>();

	private final AtomicBoolean tidied = new AtomicBoolean();

	/**
	 * Creates a journal that keeps entries for 90 days; nothing is asked of the database
	 * yet.
	 * @param schema the keeper of the tables
	 */
	public MigrationJournal(JournalSchema schema) {
		this(schema, KEPT);
	}

	/**
	 * Creates a journal; nothing is asked of the database yet.
	 * @param schema the keeper of the tables
	 * @param keep how long entries are kept, at least; those that an unfinished plan goes
	 * on from are kept longer
	 */
	public MigrationJournal(JournalSchema schema, Duration keep) {
		this.schema = schema;
		this.keep = keep;
	}

	/**
	 * Where its tables are.
	 * @return the keeper of the tables
	 */
	public JournalSchema schema() {
		return this.schema;
	}

	/**
	 * Whether the same statement from the same source was begun before as a plan and has
	 * not come to a lasting end: then what it left behind is its own.
	 * @param fingerprint the statement's fingerprint
	 * @param source who sent it
	 * @return whether to go on where it stopped
	 * @throws SQLException if the journal cannot be read
	 */
	public boolean isUnfinished(String fingerprint, String source) throws SQLException {
		create();
		return with(IS_UNFINISHED, (statement) -> {
			statement.setString(1, fingerprint);
			statement.setString(2, source);
			return answer(statement);
		});
	}

	/**
	 * The steps of the newest run of a statement that was begun as a plan.
	 * @param fingerprint the statement's fingerprint
	 * @param source who sent it
	 * @return their texts without literals, in order; none when there was no such run
	 * @throws SQLException if the journal cannot be read
	 */
	public List<String> steps(String fingerprint, String source) throws SQLException {
		create();
		return with(STEPS, (statement) -> {
			statement.setString(1, fingerprint);
			statement.setString(2, source);
			List<String> steps = new ArrayList<>();
			try (ResultSet row = statement.executeQuery()) {
				while (row.next()) {
					steps.add(row.getString(1));
				}
			}
			return steps;
		});
	}

	/**
	 * Notes that a statement was judged and will now be run or refused.
	 * @param entry the statement
	 * @param stepSql the texts of the steps that will be run instead, without literals
	 * @param stepTransactions the transactions of these steps
	 * @return the number of the entry
	 * @throws SQLException if the journal cannot be written
	 */
	public long begin(Entry entry, List<String> stepSql, List<String> stepTransactions) throws SQLException {
		create();
		if (this.tidied.compareAndSet(false, true)) {
			with(InterruptedRuns.MARK, PreparedStatement::executeUpdate);
			with(OldEntries.PRUNE, (statement) -> OldEntries.prune(statement, this.keep));
		}
		return with(INSERT, (statement) -> {
			statement.setString(1, entry.source());
			statement.setString(2, entry.kind());
			statement.setString(3, entry.relation());
			statement.setString(4, entry.sql());
			statement.setString(5, entry.fingerprint());
			statement.setBoolean(6, entry.inTransaction());
			statement.setString(7, entry.verdict());
			statement.setArray(8, texts(statement, entry.findings()));
			statement.setInt(9, entry.backend());
			statement.setInt(10, entry.backend());
			statement.setInt(11, backend(statement.getConnection()));
			statement.setArray(12, texts(statement, stepSql));
			statement.setArray(13, texts(statement, stepTransactions));
			try (ResultSet row = statement.executeQuery()) {
				row.next();
				return row.getLong(1);
			}
		});
	}

	/**
	 * Notes that a step begins.
	 * @param id the number of the entry
	 * @param position the step's place, from 0
	 * @throws SQLException if the journal cannot be written
	 */
	public void startStep(long id, int position) throws SQLException {
		with(START_STEP, (statement) -> {
			statement.setLong(1, id);
			statement.setInt(2, position);
			return statement.executeUpdate();
		});
	}

	/**
	 * Notes the end of a step.
	 * @param id the number of the entry
	 * @param position the step's place, from 0
	 * @param outcome how it ended
	 * @throws SQLException if the journal cannot be written
	 */
	public void finishStep(long id, int position, String outcome) throws SQLException {
		with(FINISH_STEP, (statement) -> {
			statement.setString(1, outcome);
			statement.setLong(2, id);
			statement.setInt(3, position);
			return statement.executeUpdate();
		});
	}

	/**
	 * Notes how far a step is.
	 * @param id the number of the entry
	 * @param position the step's place, from 0
	 * @param progress what PostgreSQL reports; empty for nothing
	 * @throws SQLException if the journal cannot be written
	 */
	public void progress(long id, int position, String progress) throws SQLException {
		with(PROGRESS, (statement) -> {
			statement.setString(1, progress.isEmpty() ? null : progress);
			statement.setLong(2, id);
			statement.setInt(3, position);
			return statement.executeUpdate();
		});
	}

	/**
	 * Notes for whom a step waits that makes nobody wait itself.
	 * @param id the number of the entry
	 * @param blockers the sessions that have to end their transactions
	 * @throws SQLException if the journal cannot be written
	 */
	public void awaiting(long id, List<String> blockers) throws SQLException {
		with(AWAIT, (statement) -> {
			statement.setArray(1, texts(statement, blockers));
			statement.setLong(2, id);
			return statement.executeUpdate();
		});
	}

	/**
	 * Notes that a statement waits for its locks.
	 * @param id the number of the entry
	 * @param waiting what is known of the waiting
	 * @throws SQLException if the journal cannot be written
	 */
	public void waiting(long id, Waiting waiting) throws SQLException {
		with(WAIT, (statement) -> {
			waiting.set(statement, 1);
			statement.setLong(4, id);
			return statement.executeUpdate();
		});
	}

	/**
	 * Notes the end of a statement. Without it the entry would be taken for running as
	 * long as the session lives: where somebody canceled just this, or ended the session
	 * that wrote it, it is written once more, and what could not be written at all is
	 * written when this journal is used again.
	 * @param id the number of the entry
	 * @param outcome {@code done}, {@code failed} or {@code refused}
	 * @param waiting what is known of its waiting
	 * @param error the failure, or null
	 * @throws SQLException if the journal cannot be written
	 */
	public void finish(long id, String outcome, Waiting waiting, @Nullable String error) throws SQLException {
		End end = new End(id, outcome, waiting, error);
		try {
			write(end);
		}
		catch (SQLException ex) {
			this.late.add(end);
			throw ex;
		}
	}

	private void write(End end) throws SQLException {
		for (int attempt = 1;; attempt++) {
			try {
				with(FINISH, (statement) -> {
					statement.setString(1, end.outcome());
					end.waiting().set(statement, 2);
					statement.setString(5, end.error());
					statement.setLong(6, end.id());
					return statement.executeUpdate();
				});
				return;
			}
			catch (SQLException ex) {
				String state = String.valueOf(ex.getSQLState());
				if (attempt == ATTEMPTS || !(PASSING.contains(state) || state.startsWith("08"))) {
					throw ex;
				}
			}
		}
	}

	private void writeLate() throws SQLException {
		for (End end = this.late.peek(); end != null; end = this.late.peek()) {
			write(end);
			this.late.remove(end);
		}
	}

	/**
	 * The statements that were judged last.
	 * @param limit how many at most
	 * @return the newest first; none when nothing was ever judged
	 * @throws SQLException if the journal cannot be read
	 */
	public List<MigrationRecord> recent(int limit) throws SQLException {
		return read(null, limit);
	}

	/**
	 * The statements of one source.
	 * @param source who sent them, such as {@code flyway 3}
	 * @return the newest first, 1000 at most
	 * @throws SQLException if the journal cannot be read
	 */
	public List<MigrationRecord> from(String source) throws SQLException {
		return read(source, 1000);
	}

	/** Callers speak JDBC and get what JDBC throws. */
	private void create() throws SQLException {
		try {
			this.schema.create();
			writeLate();
		}
		catch (JournalSchemaException ex) {
			throw new SQLException(ex.getMessage(), "42501", ex);
		}
		catch (NestedRuntimeException ex) {
			if (ex.getMostSpecificCause() instanceof SQLTransientConnectionException poolIsEmpty) {
				throw SpareConnection.tooSmall(poolIsEmpty);
			}
			throw new SQLException("Could not create the tables in schema zdm: " + ex.getMessage(), ex);
		}
	}

	private List<MigrationRecord> read(@Nullable String source, int limit) throws SQLException {
		if (!this.schema.exists()) {
			return List.of();
		}
		writeLate();
		if (with(InterruptedRuns.FIND, MigrationJournal::answer)) {
			with(InterruptedRuns.MARK, PreparedStatement::executeUpdate);
		}
		return with(MigrationHistory.FIND, (statement) -> MigrationHistory.read(statement, source, limit));
	}

	private static int backend(Connection connection) throws SQLException {
		return connection.isWrapperFor(PGConnection.class) ? OwnSessions.pidOf(connection) : 0;
	}

	private static boolean answer(PreparedStatement statement) throws SQLException {
		try (ResultSet row = statement.executeQuery()) {
			return row.next() && row.getBoolean(1);
		}
	}

	private static Array texts(PreparedStatement statement, List<String> texts) throws SQLException {
		return statement.getConnection().createArrayOf("text", texts.toArray());
	}

	private <T> T with(String sql, Use<T> use) throws SQLException {
		try (Connection connection = SpareConnection.open(this.schema.dataSource())) {
			boolean autoCommit = connection.getAutoCommit();
			if (!autoCommit) {
				connection.setAutoCommit(true);
			}
			try (PreparedStatement statement = connection.prepareStatement(sql)) {
				return use.with(statement);
			}
			finally {
				if (!autoCommit) {
					connection.setAutoCommit(false);
				}
			}
		}
	}

	/**
	 * A statement, as it enters the journal.
	 *
	 * @param source who sent it
	 * @param kind the command in capitals
	 * @param relation the relation that it is about, or null
	 * @param sql its text without literals
	 * @param fingerprint what identifies its text
	 * @param inTransaction whether it came in a transaction that may still be rolled back
	 * @param verdict what was decided
	 * @param findings the codes of the rules that had something to say
	 * @param backend the process id of the backend that its connection has, as far as the
	 * driver knows: it tells later whether somebody still works on it
	 */
	public record Entry(String source, String kind, @Nullable String relation, String sql, String fingerprint,
			boolean inTransaction, String verdict, List<String> findings, int backend) {
	}

	/**
	 * How a statement waited for its locks.
	 *
	 * @param attempts how many times they were asked for
	 * @param millis how long it went without them, in milliseconds
	 * @param blockers the sessions that were last seen in the way
	 */
	public record Waiting(int attempts, long millis, List<String> blockers) {

		private void set(PreparedStatement statement, int from) throws SQLException {
			statement.setInt(from, this.attempts);
			statement.setLong(from + 1, this.millis);
			statement.setArray(from + 2, texts(statement, this.blockers));
		}

	}

	private record End(long id, String outcome, Waiting waiting, @Nullable String error) {
	}

	private interface Use<T> {

		T with(PreparedStatement statement) throws SQLException;

	}

}
