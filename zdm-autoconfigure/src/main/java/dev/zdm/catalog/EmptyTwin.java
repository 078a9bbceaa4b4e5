package dev.zdm.catalog;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
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

	private static final Pattern LITERAL = Pattern
		.compile("(?i)(null|true|false|[-+]?[0-9.]+|'[^'\\\\]*')(::[a-z ]+(\\([0-9, ]+\\))?)?");

	private static final Set<String> PLAIN_TYPES = Set.of("bigint", "int8", "integer", "int", "int4", "smallint",
			"int2", "text", "varchar", "character varying", "boolean", "bool", "date", "timestamp", "timestamptz",
			"timestamp with time zone", "timestamp without time zone", "uuid", "jsonb", "json", "numeric", "decimal",
			"double precision", "real", "bytea");

	Map<AlterAction, Facts.Effect> effects(Connection connection, dev.zdm.sql.Statement.AlterTable alter,
			Relation relation) throws SQLException {
		Map<AlterAction, Facts.Effect> effects = new HashMap<>();
		for (AlterAction action : alter.actions()) {
			if (mustBeTried(action)) {
				tryOut(connection, relation, action, effects);
			}
		}
		return effects;
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

	private static void tryOut(Connection connection, Relation relation, AlterAction action,
			Map<AlterAction, Facts.Effect> effects) throws SQLException {
		boolean autoCommit = connection.getAutoCommit();
		if (autoCommit) {
			connection.setAutoCommit(false);
		}
		Savepoint savepoint = connection.setSavepoint();
		try (Statement statement = connection.createStatement()) {
			effects.put(action, tryOut(statement, relation, action));
		}
		catch (SQLException ex) {
			// The real statement fails the same way, or the rule says that it could not
			// be proved.
			logger.debug("Could not try {} on an empty twin of {}", action.text(), relation.name(), ex);
		}
		finally {
			connection.rollback(savepoint);
			connection.releaseSavepoint(savepoint);
			if (autoCommit) {
				connection.rollback();
				connection.setAutoCommit(true);
			}
		}
	}

	private static Facts.Effect tryOut(Statement statement, Relation relation, AlterAction action) throws SQLException {
		String twin = "pg_temp." + QualifiedName.quoteIfNeeded(relation.name().name());
		statement.execute("create temporary table " + twin.substring("pg_temp.".length()) + " (like "
				+ relation.name().quoted() + " including all) on commit drop");
		Files before = files(statement, twin);
		List<String> constraintsBefore = constraints(statement, twin);
		statement.execute("alter table " + twin + " " + action.text());
		Files after = files(statement, twin);
		List<String> added = new ArrayList<>(constraints(statement, twin));
		added.removeAll(constraintsBefore);
		return new Facts.Effect(!before.table().equals(after.table()), !before.indexes().equals(after.indexes()),
				List.copyOf(added));
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

	private record Files(String table, String indexes) {
	}

}
