package dev.zdm.catalog;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.zdm.sql.AlterAction;
import dev.zdm.sql.ObjectCommand;
import dev.zdm.sql.ObjectType;
import dev.zdm.sql.QualifiedName;
import dev.zdm.sql.Signatures;
import dev.zdm.sql.Statement;
import org.jspecify.annotations.Nullable;

/**
 * Finds the objects that a {@code DROP} names, as the {@code search_path} shows them. Of
 * a function all overloads count, unless the statement gives its arguments.
 */
final class ObjectAddresses {

	/** Objects without a schema: their catalog and the column of their name. */
	private static final Map<ObjectType, List<String>> WITHOUT_SCHEMA = Map.of(ObjectType.SCHEMA,
			List.of("pg_namespace", "nspname"), ObjectType.EXTENSION, List.of("pg_extension", "extname"),
			ObjectType.LANGUAGE, List.of("pg_language", "lanname"), ObjectType.SERVER,
			List.of("pg_foreign_server", "srvname"), ObjectType.FOREIGN_DATA_WRAPPER,
			List.of("pg_foreign_data_wrapper", "fdwname"), ObjectType.ACCESS_METHOD, List.of("pg_am", "amname"),
			ObjectType.PUBLICATION, List.of("pg_publication", "pubname"));

	/**
	 * Objects in a schema: their catalog, the beginning of its columns' names, and the
	 * function that tells whether one is visible.
	 */
	private static final Map<ObjectType, List<String>> IN_SCHEMA = Map.ofEntries(
			Map.entry(ObjectType.COLLATION, List.of("pg_collation", "coll", "pg_collation_is_visible")),
			Map.entry(ObjectType.CONVERSION, List.of("pg_conversion", "con", "pg_conversion_is_visible")),
			Map.entry(ObjectType.OPERATOR, List.of("pg_operator", "opr", "pg_operator_is_visible")),
			Map.entry(ObjectType.OPERATOR_CLASS, List.of("pg_opclass", "opc", "pg_opclass_is_visible")),
			Map.entry(ObjectType.OPERATOR_FAMILY, List.of("pg_opfamily", "opf", "pg_opfamily_is_visible")),
			Map.entry(ObjectType.STATISTICS, List.of("pg_statistic_ext", "stx", "pg_statistics_obj_is_visible")),
			Map.entry(ObjectType.TEXT_SEARCH_CONFIGURATION, List.of("pg_ts_config", "cfg", "pg_ts_config_is_visible")),
			Map.entry(ObjectType.TEXT_SEARCH_DICTIONARY, List.of("pg_ts_dict", "dict", "pg_ts_dict_is_visible")),
			Map.entry(ObjectType.TEXT_SEARCH_PARSER, List.of("pg_ts_parser", "prs", "pg_ts_parser_is_visible")),
			Map.entry(ObjectType.TEXT_SEARCH_TEMPLATE, List.of("pg_ts_template", "tmpl", "pg_ts_template_is_visible")));

	/** Objects of a relation: their catalog and its columns for relation and name. */
	private static final Map<ObjectType, List<String>> ON_RELATION = Map.of(ObjectType.TRIGGER,
			List.of("pg_trigger", "tgrelid", "tgname"), ObjectType.RULE, List.of("pg_rewrite", "ev_class", "rulename"),
			ObjectType.POLICY, List.of("pg_policy", "polrelid", "polname"));

	private static final String WANTED = """
			select %s::regclass::oid, %s, 0 from unnest(?::text[], ?::text[], ?::text[]) wanted (schema, name, quoted)
			""";

	private static final String SAME_ARGUMENTS = """
			and array(select type from unnest(o.proargtypes) with ordinality argument (type, position) order by position)
			    = array(select to_regtype(type)::oid from unnest(?::text[]) with ordinality argument (type, position)
			            order by position)
			""";

	/** Of a table and of what descends from it. */
	private static final String OF_TABLE = """
			with recursive tree as (
			    select to_regclass(?)::oid as oid
			    union select i.inhrelid from pg_inherits i join tree on i.inhparent = tree.oid where ?)
			select 'pg_class'::regclass::oid, a.attrelid, a.attnum from tree join pg_attribute a on a.attrelid = tree.oid
			where a.attname = any (?::text[]) and a.attnum > 0
			union all
			select 'pg_constraint'::regclass::oid, c.oid, 0 from tree join pg_constraint c on c.conrelid = tree.oid
			where c.conname = any (?::text[])
			""";

	private ObjectAddresses() {
	}

	/** The objects that exist among those that are named. */
	static List<ObjectAddress> of(Connection connection, ObjectCommand drop) throws SQLException {
		ObjectType type = drop.type();
		if (type == ObjectType.OWNED) {
			return owned(connection, drop.names());
		}
		if (type.isRelation()) {
			return find(connection, WANTED.formatted("'pg_class'", "to_regclass(quoted)::oid"), drop.names(), null);
		}
		if (type == ObjectType.TYPE || type == ObjectType.DOMAIN) {
			return find(connection, WANTED.formatted("'pg_type'", "to_regtype(quoted)::oid"), drop.names(), null);
		}
		if (WITHOUT_SCHEMA.containsKey(type)) {
			List<String> columns = WITHOUT_SCHEMA.get(type);
			return find(connection, WANTED.formatted("'" + columns.get(0) + "'", "o.oid")
					+ "join %s o on o.%s = name".formatted(columns.get(0), columns.get(1)), drop.names(), null);
		}
		if (ON_RELATION.containsKey(type) && drop.on() != null) {
			List<String> columns = ON_RELATION.get(type);
			return find(connection, WANTED.formatted("'" + columns.get(0) + "'", "o.oid")
					+ "join %s o on o.%s = to_regclass((?::text[])[1]) and o.%s = name".formatted(columns.toArray()),
					drop.names(), List.of(drop.on().quoted()));
		}
		if (IN_SCHEMA.containsKey(type)) {
			List<String> columns = IN_SCHEMA.get(type);
			return find(connection, inSchema(columns.get(0), columns.get(1), columns.get(2)), drop.names(), null);
		}
		return switch (type) {
			case FUNCTION, PROCEDURE, ROUTINE, AGGREGATE -> functions(connection, drop);
			default -> List.of();
		};
	}

	/**
	 * The columns and constraints that an {@code ALTER TABLE} drops with {@code CASCADE}.
	 */
	static List<ObjectAddress> cascading(Connection connection, Statement.AlterTable alter) throws SQLException {
		List<String> columns = new ArrayList<>();
		List<String> constraints = new ArrayList<>();
		for (AlterAction action : alter.actions()) {
			if (action instanceof AlterAction.DropColumn drop && drop.cascade()) {
				columns.add(drop.column());
			}
			else if (action instanceof AlterAction.DropConstraint drop && drop.cascade()) {
				constraints.add(drop.name());
			}
		}
		if (columns.isEmpty() && constraints.isEmpty()) {
			return List.of();
		}
		try (PreparedStatement statement = connection.prepareStatement(OF_TABLE)) {
			statement.setString(1, alter.name().quoted());
			statement.setBoolean(2, !alter.only());
			statement.setArray(3, connection.createArrayOf("text", columns.toArray()));
			statement.setArray(4, connection.createArrayOf("text", constraints.toArray()));
			return addresses(statement);
		}
	}

	private static String inSchema(String catalog, String prefix, String visible) {
		return WANTED.formatted("'" + catalog + "'", "o.oid") + """
				join %1$s o on o.%2$sname = name
				and case when schema is null then %3$s(o.oid)
				    else o.%2$snamespace = (select oid from pg_namespace where nspname = schema) end
				""".formatted(catalog, prefix, visible);
	}

	private static List<ObjectAddress> functions(Connection connection, ObjectCommand drop) throws SQLException {
		List<ObjectAddress> found = new ArrayList<>();
		List<Optional<List<String>>> signatures = Signatures.of(drop);
		for (int i = 0; i < drop.names().size(); i++) {
			List<String> types = signatures.get(i).orElse(null);
			found.addAll(find(connection,
					inSchema("pg_proc", "pro", "pg_function_is_visible") + ((types != null) ? SAME_ARGUMENTS : ""),
					List.of(drop.names().get(i)), types));
		}
		return found;
	}

	/** Everything in this database that roles own. */
	private static List<ObjectAddress> owned(Connection connection, List<QualifiedName> roles) throws SQLException {
		return find(connection, """
				select classid, objid, objsubid from pg_shdepend s
				join unnest(?::text[], ?::text[], ?::text[]) wanted (schema, name, quoted)
				    on s.refobjid = (select oid from pg_roles where rolname = name)
				where s.dbid = (select oid from pg_database where datname = current_database())
				and s.refclassid = 'pg_authid'::regclass and s.deptype = 'o'
				""", roles, null);
	}

	private static List<ObjectAddress> find(Connection connection, String sql, List<QualifiedName> names,
			@Nullable List<String> further) throws SQLException {
		try (PreparedStatement statement = connection.prepareStatement(sql)) {
			statement.setArray(1,
					connection.createArrayOf("text", names.stream().map(QualifiedName::schema).toArray()));
			statement.setArray(2, connection.createArrayOf("text", names.stream().map(QualifiedName::name).toArray()));
			statement.setArray(3,
					connection.createArrayOf("text", names.stream().map(QualifiedName::quoted).toArray()));
			if (further != null) {
				statement.setArray(4, connection.createArrayOf("text", further.toArray()));
			}
			return addresses(statement);
		}
	}

	private static List<ObjectAddress> addresses(PreparedStatement statement) throws SQLException {
		List<ObjectAddress> found = new ArrayList<>();
		try (ResultSet row = statement.executeQuery()) {
			while (row.next()) {
				if (row.getLong(2) != 0) {
					found.add(new ObjectAddress(row.getLong(1), row.getLong(2), row.getInt(3)));
				}
			}
		}
		return found;
	}

}
