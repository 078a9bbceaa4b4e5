package dev.zdm.catalog;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
import org.jspecify.annotations.Nullable;
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

	/** PostgreSQL appends 1, 2, … to a name that is taken in the schema. */
	private static final String FIRST_FREE_NAME = """
			select base.relname || coalesce(nullif(n, 0)::text, '')
			from pg_index i join pg_class base on base.oid = i.indexrelid, generate_series(0, 1000) n
			where i.indrelid = ?::regclass and not exists (
			    select from pg_class c join pg_namespace s on s.oid = c.relnamespace
			    where s.nspname = ? and c.relname = base.relname || coalesce(nullif(n, 0)::text, ''))
			order by n limit 1
			""";

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
				Facts.Effect effect = rolledBack(connection, (statement) -> effect(statement, table, action));
				if (effect != null) {
					effects.put(action, effect);
				}
			}
		}
		return effects;
	}

	/** The name that PostgreSQL chooses for an index that is created without one. */
	@Nullable String indexName(Connection connection, CreateIndex create, Relation table) throws SQLException {
		return rolledBack(connection, (statement) -> {
			String twin = createTwin(statement, table, "");
			statement.execute("create index on " + twin + " " + create.definition());
			try (PreparedStatement free = connection.prepareStatement(FIRST_FREE_NAME)) {
				free.setString(1, twin);
				free.setString(2, table.name().schema());
				try (ResultSet row = free.executeQuery()) {
					row.next();
					return row.getString(1);
				}
			}
		});
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

	/** Tries something and takes it back; null when the server refused it. */
	private static <T> @Nullable T rolledBack(Connection connection, Trial<T> trial) throws SQLException {
		boolean open = TransactionState.of(connection) == TransactionState.OPEN;
		boolean autoCommit = connection.getAutoCommit();
		if (!open && autoCommit) {
			connection.setAutoCommit(false);
		}
		try (Statement statement = connection.createStatement()) {
			statement.execute("savepoint zdm_twin");
			try {
				return trial.run(statement);
			}
			catch (SQLException ex) {
				// The real statement fails the same way, or its rule says that nothing
				// could be proved.
				logger.debug("Could not try a statement on an empty twin of its table", ex);
				return null;
			}
			finally {
				statement.execute("rollback to savepoint zdm_twin; release savepoint zdm_twin");
			}
		}
		finally {
			if (!open) {
				connection.rollback();
				connection.setAutoCommit(autoCommit);
			}
		}
	}

	private static Facts.Effect effect(Statement statement, Relation table, AlterAction action) throws SQLException {
		String twin = createTwin(statement, table, " including all");
		Files before = files(statement, twin);
		List<String> constraintsBefore = constraints(statement, twin);
		statement.execute("alter table " + twin + " " + action.text());
		Files after = files(statement, twin);
		List<String> added = new ArrayList<>(constraints(statement, twin));
		added.removeAll(constraintsBefore);
		return new Facts.Effect(!before.table().equals(after.table()), !before.indexes().equals(after.indexes()),
				List.copyOf(added));
	}

	private static String createTwin(Statement statement, Relation table, String including) throws SQLException {
		String name = QualifiedName.quoteIfNeeded(table.name().name());
		statement.execute(
				"create temporary table " + name + " (like " + table.name().quoted() + including + ") on commit drop");
		return "pg_temp." + name;
	}

	private static Files files(Statement statement, String twin) throws SQLException {
		try (ResultSet row = statement.executeQuery("""
				select pg_relation_filenode('%1$s')::text,
				    (select string_agg(f::text, ',' order by f)
				     from (select pg_relation_filenode(indexrelid) as f from pg_index
				           where indrelid = '%1$s'::regclass) files)
				""".formatted(twin.replace("'", "''")))) {
			row.next();
			String indexes = row.getString(2);
			return new Files(row.getString(1), (indexes != null) ? indexes : "");
		}
	}

	private static List<String> constraints(Statement statement, String twin) throws SQLException {
		List<String> names = new ArrayList<>();
		try (ResultSet row = statement.executeQuery("select conname from pg_constraint where conrelid = '"
				+ twin.replace("'", "''") + "'::regclass order by oid")) {
			while (row.next()) {
				names.add(row.getString(1));
			}
		}
		return names;
	}

	private interface Trial<T> {

		T run(Statement statement) throws SQLException;

	}

	private record Files(String table, String indexes) {
	}

}
