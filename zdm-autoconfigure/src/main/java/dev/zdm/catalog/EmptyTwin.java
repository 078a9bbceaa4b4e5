package dev.zdm.catalog;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

import dev.zdm.sql.AlterAction;
import dev.zdm.sql.AlterAction.AddColumn;
import dev.zdm.sql.AlterAction.AddConstraint;
import dev.zdm.sql.AlterAction.AlterType;
import dev.zdm.sql.AlterAction.ConstraintKind;
import dev.zdm.sql.AlterAction.Generation;
import dev.zdm.sql.QualifiedName;
import dev.zdm.sql.Statement.AlterTable;
import dev.zdm.sql.Statement.CreateIndex;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks PostgreSQL itself what an action does, by trying it on an empty temporary table
 * made {@code LIKE} the real one and looking which files were replaced. Everything is
 * rolled back. The real table is locked {@code ACCESS SHARE} until then, which nobody but
 * another {@code ACCESS EXCLUSIVE} notices.
 */
final class EmptyTwin {

	private static final Logger logger = LoggerFactory.getLogger(EmptyTwin.class);

	/**
	 * Classes of SQLSTATE that speak of the moment, not of the statement: connection,
	 * rollback, resources, locks and cancellation, system, internal.
	 */
	private static final Set<String> OF_THE_MOMENT = Set.of("08", "40", "53", "55", "57", "58", "XX");

	private static final Pattern LITERAL = Pattern
		.compile("(?i)(null|true|false|[-+]?[0-9.]+|'[^'\\\\]*')(::[a-z ]+(\\([0-9, ]+\\))?)?");

	private static final Set<String> PLAIN_TYPES = Set.of("bigint", "int8", "integer", "int", "int4", "smallint",
			"int2", "text", "varchar", "character varying", "boolean", "bool", "date", "timestamp", "timestamptz",
			"timestamp with time zone", "timestamp without time zone", "uuid", "jsonb", "json", "numeric", "decimal",
			"double precision", "real", "bytea");

	/** What the actions of the statement that are not plain to see do to their table. */
	Map<AlterAction, Facts.Effect> effects(Connection connection, AlterTable alter, Relation table)
			throws SQLException {
		Map<AlterAction, Facts.Effect> effects = new HashMap<>();
		for (AlterAction action : alter.actions()) {
			if (mustBeTried(action)) {
				effects.put(action, rolledBack(connection, (statement) -> effect(statement, table, action),
						(refusal) -> Facts.Effect.unknown(reason(refusal))));
			}
		}
		return effects;
	}

	/**
	 * The names that PostgreSQL gives to the columns of an index without a name; none
	 * when it could not be tried.
	 */
	List<String> indexColumns(Connection connection, CreateIndex create, Relation table) throws SQLException {
		return rolledBack(connection, (statement) -> {
			String twin = createTwin(statement, table, "");
			statement.execute("create index on " + twin + " " + create.definition());
			return strings(statement, """
					select attname from pg_attribute where attrelid = (select indexrelid from pg_index
					where indrelid = %s) order by attnum""".formatted(regclass(twin)));
		}, (refusal) -> List.of());
	}

	private static boolean mustBeTried(AlterAction action) {
		if (action instanceof AddColumn add) {
			boolean plainType = PLAIN_TYPES.contains(add.type().replaceAll("\\s*\\([0-9, ]+\\)", ""));
			boolean plainDefault = add.defaultExpression() == null
					|| LITERAL.matcher(add.defaultExpression()).matches();
			return add.generation() == Generation.NONE && add.references().isEmpty() && !(plainType && plainDefault);
		}
		if (action instanceof AddConstraint add) {
			return add.name() == null && add.kind() == ConstraintKind.CHECK;
		}
		return action instanceof AlterType;
	}

	/**
	 * Tries something in a savepoint, in the transaction that is open or in one of its
	 * own.
	 * @param refused what a refusal by the server means
	 */
	private static <T> T rolledBack(Connection connection, Trial<T> trial, Function<SQLException, T> refused)
			throws SQLException {
		boolean own = connection.getAutoCommit() && TransactionState.of(connection) == TransactionState.NONE;
		if (own) {
			connection.setAutoCommit(false);
		}
		try (Statement statement = connection.createStatement()) {
			return inSavepoint(statement, trial, refused);
		}
		finally {
			if (own) {
				connection.rollback();
				connection.setAutoCommit(true);
			}
		}
	}

	private static <T> T inSavepoint(Statement statement, Trial<T> trial, Function<SQLException, T> refused)
			throws SQLException {
		T result;
		statement.execute("savepoint zdm_twin");
		try {
			result = trial.run(statement);
		}
		catch (SQLException ex) {
			if (ex.getSQLState() == null || OF_THE_MOMENT.contains(ex.getSQLState().substring(0, 2))) {
				throw ex;
			}
			logger.debug("Could not try a statement on an empty twin of its table", ex);
			result = refused.apply(ex);
		}
		statement.execute("rollback to savepoint zdm_twin");
		statement.execute("release savepoint zdm_twin");
		return result;
	}

	/** The server's words, unless they may quote a value. */
	private static String reason(SQLException refusal) {
		String state = refusal.getSQLState();
		return (state.startsWith("42") || state.startsWith("25")) ? refusal.getMessage() : "SQLSTATE " + state;
	}

	private static Facts.Effect effect(Statement statement, Relation table, AlterAction action) throws SQLException {
		boolean constraint = action instanceof AddConstraint;
		String twin = createTwin(statement, table, constraint ? "" : " including all");
		Shape before = shape(statement, twin);
		statement.execute("alter table " + twin + " " + action.text());
		Shape after = shape(statement, twin);
		return new Facts.Effect(!before.file().equals(after.file()), !before.indexFiles().equals(after.indexFiles()),
				!before.equalities().equals(after.equalities()), constraint ? check(statement, twin, table) : null,
				null);
	}

	private static Facts.AddedCheck check(Statement statement, String twin, Relation table) throws SQLException {
		String added = " from pg_constraint where contype = 'c' and conrelid = " + regclass(twin);
		return new Facts.AddedCheck(
				strings(statement,
						"select attname from pg_attribute where attrelid = " + regclass(twin)
								+ " and attnum = any (array(select unnest(conkey)" + added + ")) order by attnum"),
				strings(statement, """
						select conname from pg_constraint where contype = 'c' and conrelid = %d
						and replace(pg_get_constraintdef(oid), ' NOT VALID', '') = (select pg_get_constraintdef(oid) %s)
						""".formatted(table.oid(), added)));
	}

	/** The twin has the name of its model, which expressions may use. */
	private static String createTwin(Statement statement, Relation table, String including) throws SQLException {
		String name = QualifiedName.quoteIfNeeded(table.name().name());
		statement.execute(
				"create temporary table " + name + " (like " + table.name().quoted() + including + ") on commit drop");
		return "pg_temp." + name;
	}

	/** A varchar is compared as text. */
	private static Shape shape(Statement statement, String twin) throws SQLException {
		return new Shape(strings(statement, "select pg_relation_filenode(%s)::text".formatted(regclass(twin))),
				strings(statement,
						"select pg_relation_filenode(indexrelid)::text from pg_index where indrelid = %s order by 1"
							.formatted(regclass(twin))),
				strings(statement, """
						select attcollation || ' ' || case atttypid when 'varchar'::regtype then 'text'::regtype
						else atttypid end from pg_attribute where attrelid = %s and attnum > 0 order by attnum"""
					.formatted(regclass(twin))));
	}

	private static String regclass(String twin) {
		return "'" + twin.replace("'", "''") + "'::regclass";
	}

	private static List<String> strings(Statement statement, String sql) throws SQLException {
		List<String> strings = new ArrayList<>();
		try (ResultSet row = statement.executeQuery(sql)) {
			while (row.next()) {
				strings.add(row.getString(1));
			}
		}
		return List.copyOf(strings);
	}

	private interface Trial<T> {

		T run(Statement statement) throws SQLException;

	}

	private record Shape(List<String> file, List<String> indexFiles, List<String> equalities) {
	}

}
