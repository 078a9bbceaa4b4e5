package dev.zdm.catalog;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import dev.zdm.sql.ActionKind;
import dev.zdm.sql.AlterAction;
import dev.zdm.sql.AlterAction.AddColumn;
import dev.zdm.sql.AlterAction.AddConstraint;
import dev.zdm.sql.AlterAction.AlterType;
import dev.zdm.sql.AlterAction.Change;
import dev.zdm.sql.AlterAction.ConstraintKind;
import dev.zdm.sql.AlterAction.Generation;
import dev.zdm.sql.AlterAction.SetNotNull;
import dev.zdm.sql.QualifiedName;
import dev.zdm.sql.Statement.AlterTable;
import dev.zdm.sql.Statement.CreateIndex;
import org.jspecify.annotations.Nullable;

/**
 * Asks PostgreSQL itself what an action does, by trying it on an empty temporary table
 * made {@code LIKE} the real one, looking which files were replaced and listening to what
 * the server says. Everything is rolled back. The real table is locked
 * {@code ACCESS SHARE} until then, which nobody but another {@code ACCESS EXCLUSIVE}
 * notices.
 */
final class EmptyTwin {

	private static final Pattern LITERAL = Pattern
		.compile("(?i)(null|true|false|[-+]?[0-9.]+|'[^'\\\\]*')(::[a-z ]+(\\([0-9, ]+\\))?)?");

	/**
	 * What PostgreSQL compares to find out whether an index of a partition can be part of
	 * one of its parent (CompareIndexInfo): neither order nor storage options. PostgreSQL
	 * 14 does not know NULLS NOT DISTINCT.
	 */
	static final String SHAPES = """
			with shape as (
			    select i.indexrelid, i.indrelid, row(c.relam, i.indisunique, to_jsonb(i) -> 'indnullsnotdistinct', i.indnkeyatts,
			        array(select coalesce(a.attname, '') from unnest(i.indkey::int2[]) with ordinality key (attnum, position)
			              left join pg_attribute a on a.attrelid = i.indrelid and a.attnum = key.attnum and key.attnum > 0
			              order by key.position),
			        i.indcollation::text,
			        array(select o.opcfamily from unnest(i.indclass::oid[]) with ordinality class (oid, position)
			              join pg_opclass o on o.oid = class.oid order by class.position),
			        pg_get_expr(i.indexprs, i.indrelid), pg_get_expr(i.indpred, i.indrelid))::text as text
			    from pg_index i join pg_class c on c.oid = i.indexrelid
			    where not i.indisexclusion and i.indrelid in (%s))""";

	private static final String ALIKE = SHAPES.replace("%s", "%1$s, %2$s") + """
			 select other.indexrelid::text from shape made join shape other on other.text = made.text
			where made.indrelid = %1$s and other.indrelid <> made.indrelid
			""";

	private static final Set<String> PLAIN_TYPES = Set.of("bigint", "int8", "integer", "int", "int4", "smallint",
			"int2", "text", "varchar", "character varying", "boolean", "bool", "date", "timestamp", "timestamptz",
			"timestamp with time zone", "timestamp without time zone", "uuid", "jsonb", "json", "numeric", "decimal",
			"double precision", "real", "bytea");

	/** What the actions of the statement that are not plain to see do to their table. */
	Map<AlterAction, Facts.Effect> effects(Connection connection, AlterTable alter, Relation table)
			throws SQLException {
		Map<AlterAction, Facts.Effect> effects = new HashMap<>();
		List<AddColumn> columns = newColumns(alter, table);
		for (AlterAction action : alter.actions()) {
			if (mustBeTried(action, table)) {
				effects.put(action, tried(connection, (rehearsal) -> effect(rehearsal, table, action, columns)));
			}
			if (action instanceof AddColumn add) {
				effects.putAll(parts(connection, add, table, effects.get(add), columns));
			}
		}
		return effects;
	}

	private static Facts.Effect tried(Connection connection, Rehearsal.Trial<Facts.Effect> trial) throws SQLException {
		return Rehearsal.rolledBack(connection, trial, (refusal) -> Facts.Effect.unknown(Rehearsal.reason(refusal)));
	}

	private static List<AddColumn> newColumns(AlterTable alter, Relation table) {
		return alter.actions()
			.stream()
			.filter(AddColumn.class::isInstance)
			.map(AddColumn.class::cast)
			.filter((add) -> table.column(add.column()).isEmpty())
			.toList();
	}

	/** What a column that is added would do without its default, and its constraints. */
	private static Map<AlterAction, Facts.Effect> parts(Connection connection, AddColumn add, Relation table,
			Facts.@Nullable Effect whole, List<AddColumn> columns) throws SQLException {
		Map<AlterAction, Facts.Effect> effects = new HashMap<>();
		if (whole != null && whole.rewritesTable() && whole.unknown() == null) {
			AddColumn bare = add.bare();
			effects.put(bare, tried(connection, (rehearsal) -> effect(rehearsal, table, bare, columns)));
		}
		for (AddConstraint constraint : add.parts().constraints()) {
			if (constraint.kind() == ConstraintKind.CHECK) {
				effects.put(constraint,
						tried(connection, (rehearsal) -> effect(rehearsal, table, constraint, columns)));
			}
			else if (constraint.kind() != ConstraintKind.FOREIGN_KEY && columns.contains(add)) {
				effects.put(constraint, tried(connection, (rehearsal) -> key(rehearsal, table, constraint, columns)));
			}
		}
		return effects;
	}

	/** Whether the server takes a key at all. */
	private static Facts.Effect key(Rehearsal rehearsal, Relation table, AddConstraint key, List<AddColumn> columns)
			throws SQLException {
		String twin = rehearsal.twin(table, " including indexes", "");
		add(rehearsal, twin, columns);
		rehearsal.run("alter table " + twin + " " + key.text());
		return new Facts.Effect(false, false, false, false, null, null);
	}

	private static void add(Rehearsal rehearsal, String twin, List<AddColumn> columns) throws SQLException {
		for (AddColumn column : columns) {
			rehearsal.run("alter table " + twin + " " + column.bare().text());
		}
	}

	/**
	 * What the index would be, and which of the tables have one like it.
	 * @param tree the table, with its partitions if it is partitioned
	 */
	Facts.NewIndex newIndex(Connection connection, CreateIndex create, Relation table, List<Relation> tree)
			throws SQLException {
		String oids = tree.stream().map((relation) -> String.valueOf(relation.oid())).collect(Collectors.joining(","));
		return Rehearsal.rolledBack(connection, (rehearsal) -> {
			String twin = rehearsal.twin(table, "", "");
			rehearsal
				.run("create " + (create.unique() ? "unique " : "") + "index on " + twin + " " + create.definition());
			List<String> columns = rehearsal.strings("""
					select attname from pg_attribute where attrelid = (select indexrelid from pg_index
					where indrelid = %s) order by attnum""".formatted(regclass(twin)));
			List<String> alike = rehearsal.strings(ALIKE.formatted(regclass(twin), oids));
			return new Facts.NewIndex(columns, alike.stream().map(Long::valueOf).collect(Collectors.toSet()));
		}, (refusal) -> Facts.NewIndex.UNKNOWN);
	}

	private static boolean mustBeTried(AlterAction action, Relation table) {
		if (action instanceof AddColumn add) {
			boolean plainType = PLAIN_TYPES.contains(add.type().replaceAll("\\s*\\([0-9, ]+\\)", ""));
			boolean plainDefault = add.defaultExpression() == null
					|| LITERAL.matcher(add.defaultExpression()).matches();
			return add.generation() == Generation.NONE && !(plainType && plainDefault);
		}
		if (action instanceof AddConstraint add) {
			return (add.name() == null && add.kind() == ConstraintKind.CHECK)
					|| (add.kind() == ConstraintKind.PRIMARY_KEY
							&& keyColumns(add, table).stream().anyMatch((column) -> mayBeProved(column, table)));
		}
		if (action instanceof SetNotNull set) {
			return mayBeProved(set.column(), table);
		}
		return action instanceof AlterType
				|| (action instanceof Change change && change.kind() == ActionKind.SET_EXPRESSION);
	}

	private static List<String> keyColumns(AddConstraint add, Relation table) {
		return (add.usingIndex() != null) ? table.index(add.usingIndex()).map(Relation.Index::columns).orElse(List.of())
				: add.columns();
	}

	/** Only a check that speaks of the column can prove that it is never NULL. */
	private static boolean mayBeProved(String column, Relation table) {
		return table.column(column).isPresent() && table.constraints()
			.stream()
			.anyMatch((constraint) -> constraint.type() == 'c' && constraint.validated()
					&& constraint.columns().contains(column));
	}

	private static Facts.Effect effect(Rehearsal rehearsal, Relation table, AlterAction action, List<AddColumn> columns)
			throws SQLException {
		boolean check = action instanceof AddConstraint add && add.kind() == ConstraintKind.CHECK;
		if (action instanceof AddConstraint add && !check) {
			return provedNotNull(rehearsal, table, keyColumns(add, table));
		}
		String twin = rehearsal.twin(table, check ? "" : " including all", "");
		if (check) {
			add(rehearsal, twin, columns);
		}
		else if (action instanceof AddColumn add && table.column(add.column()).isPresent()) {
			rehearsal
				.run("alter table " + twin + " drop column " + QualifiedName.quoteIfNeeded(add.column()) + " cascade");
		}
		Shape before = shape(rehearsal, twin);
		List<String> said = rehearsal.run("alter table " + twin + " " + tried(action));
		Shape after = shape(rehearsal, twin);
		return new Facts.Effect(!before.file().equals(after.file()), !before.indexFiles().equals(after.indexFiles()),
				!before.equalities().equals(after.equalities()), Rehearsal.said(said, "verifying table"),
				check ? check(rehearsal, twin, table) : null, null);
	}

	/** A temporary table cannot refer to others. */
	private static String tried(AlterAction action) {
		return (action instanceof AddColumn add && !add.references().isEmpty())
				? "add column " + QualifiedName.quoteIfNeeded(add.column()) + " " + add.type()
						+ ((add.defaultExpression() != null) ? " default " + add.defaultExpression() : "")
				: action.text();
	}

	/** A primary key refuses NULL as {@code SET NOT NULL} does. */
	private static Facts.Effect provedNotNull(Rehearsal rehearsal, Relation table, List<String> columns)
			throws SQLException {
		String twin = rehearsal.twin(table, " including constraints", "");
		boolean verifies = false;
		for (String column : columns) {
			verifies |= Rehearsal.said(rehearsal
				.run("alter table " + twin + " alter column " + QualifiedName.quoteIfNeeded(column) + " set not null"),
					"verifying table");
		}
		return new Facts.Effect(false, false, false, verifies, null, null);
	}

	private static Facts.AddedCheck check(Rehearsal rehearsal, String twin, Relation table) throws SQLException {
		String added = " from pg_constraint where contype = 'c' and conrelid = " + regclass(twin);
		return new Facts.AddedCheck(
				rehearsal.strings("select attname from pg_attribute where attrelid = " + regclass(twin)
						+ " and attnum = any (array(select unnest(conkey)" + added + ")) order by attnum"),
				rehearsal.strings("""
						select conname from pg_constraint where contype = 'c' and conrelid = %d
						and replace(pg_get_constraintdef(oid), ' NOT VALID', '') = (select pg_get_constraintdef(oid) %s)
						""".formatted(table.oid(), added)));
	}

	/** A varchar is compared as text. */
	private static Shape shape(Rehearsal rehearsal, String twin) throws SQLException {
		return new Shape(rehearsal.strings("select pg_relation_filenode(%s)::text".formatted(regclass(twin))),
				rehearsal.strings(
						"select pg_relation_filenode(indexrelid)::text from pg_index where indrelid = %s order by 1"
							.formatted(regclass(twin))),
				rehearsal.strings("""
						select attcollation || ' ' || case atttypid when 'varchar'::regtype then 'text'::regtype
						else atttypid end from pg_attribute where attrelid = %s and attnum > 0 order by attnum"""
					.formatted(regclass(twin))));
	}

	static String regclass(String twin) {
		return "'" + twin.replace("'", "''") + "'::regclass";
	}

	private record Shape(List<String> file, List<String> indexFiles, List<String> equalities) {
	}

}
