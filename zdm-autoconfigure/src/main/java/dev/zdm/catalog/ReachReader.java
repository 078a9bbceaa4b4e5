package dev.zdm.catalog;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.zdm.sql.ActionKind;
import dev.zdm.sql.AlterAction;
import dev.zdm.sql.AlterObject;
import dev.zdm.sql.Bodies;
import dev.zdm.sql.CreateObject;
import dev.zdm.sql.Dml;
import dev.zdm.sql.DoBlock;
import dev.zdm.sql.ObjectCommand;
import dev.zdm.sql.ObjectType;
import dev.zdm.sql.Option;
import dev.zdm.sql.QualifiedName;
import dev.zdm.sql.Statement;

/**
 * Reads the {@link Reach} of a statement, with at most two queries, and none for a
 * statement that names all that it touches.
 */
final class ReachReader {

	private static final String ASKED = """
			with recursive asked (quoted, plain) as (select * from unnest(?::text[], ?::text[]))""";

	private static final String NAMED = ASKED + """
			 select to_regclass(quoted)::oid from asked where to_regclass(quoted) is not null
			""";

	/**
	 * The tables that keep values of a domain or of one over it. PostgreSQL refuses the
	 * statement when an array or a row somewhere holds such values.
	 */
	private static final String OF_DOMAIN = ASKED + """
			, domains as (
			    select to_regtype(quoted)::oid as oid from asked
			    union select t.oid from pg_type t join domains on t.typtype = 'd' and t.typbasetype = domains.oid)
			select c.oid from domains join pg_attribute a on a.atttypid = domains.oid
			join pg_class c on c.oid = a.attrelid
			where a.attnum > 0 and not a.attisdropped and c.relkind in ('r', 'm')
			""";

	private static final String OF_TYPE = ASKED + """
			 select c.oid from asked join pg_class c on c.reloftype = to_regtype(quoted)
			""";

	private static final String OF_PUBLICATION = ASKED + """
			 select r.prrelid from asked join pg_publication p on p.pubname = plain
			join pg_publication_rel r on r.prpubid = p.oid
			""";

	private static final String OF_OWNER = ASKED + """
			 select c.oid from asked join pg_roles r on r.rolname = plain join pg_class c on c.relowner = r.oid
			where c.relkind in ('r', 'p', 'm', 'v', 'f', 'S')
			""";

	private static final String OF_SCHEMA = ASKED + """
			 select c.oid from asked join pg_namespace n on n.nspname = plain join pg_class c on c.relnamespace = n.oid
			where c.relkind in ('r', 'm') and c.relpersistence <> 't'
			""";

	private static final String OF_DATABASE = ASKED + """
			 select c.oid from pg_class c join pg_namespace n on n.oid = c.relnamespace
			where c.relkind in ('r', 'm') and c.relpersistence <> 't'
			and n.nspname <> 'information_schema' and not starts_with(n.nspname, 'pg_')
			""";

	/** What is appended to find the indexes of their long values, too. */
	private static final String AND_LONG_VALUES = """
			union select i.indexrelid from (%s) t (oid) join pg_class c on c.oid = t.oid
			join pg_index i on i.indrelid = c.reltoastrelid
			""";

	private static final String CLUSTERED = ASKED + """
			 select indrelid from pg_index where indisclustered
			""";

	/**
	 * The indexes of where the long values of tables are kept.
	 */
	private static final String LONG_VALUES = ASKED + """
			, tables as (
			    select to_regclass(quoted)::oid as oid from asked
			    union select i.inhrelid from pg_inherits i join tables on i.inhparent = tables.oid
			    join pg_class p on p.oid = tables.oid and p.relkind = 'p')
			select i.indexrelid from tables join pg_class c on c.oid = tables.oid
			join pg_index i on i.indrelid = c.reltoastrelid
			""";

	/**
	 * What refers to tables that are emptied, over any number of foreign keys; see
	 * {@code heap_truncate_find_FKs} in PostgreSQL's {@code heap.c}. What refers to the
	 * parent of a partition refers to its rows too.
	 */
	private static final String REFERRING = ASKED + """
			, emptied as (
			    select to_regclass(quoted)::oid as oid from asked
			    union select i.inhrelid from pg_inherits i join emptied on i.inhparent = emptied.oid),
			followed as (
			    select oid, true as emptied from emptied
			    union
			    select next.oid, next.emptied from followed cross join lateral (
			        select con.conrelid as oid, true as emptied from pg_constraint con
			        where con.contype = 'f' and con.confrelid = followed.oid
			        union all
			        select parent.confrelid, false from pg_constraint con
			        join pg_constraint parent on parent.oid = con.conparentid
			        where con.contype = 'f' and con.confrelid = followed.oid) next)
			select oid from followed where emptied and oid not in (select oid from emptied where oid is not null)
			""";

	private static final Pattern MEMBER = Pattern
		.compile("(?i)(?:add|drop)\\s+(?:foreign\\s+table|materialized\\s+view|table|view|sequence)\\s+"
				+ "(?:(\\w+)\\.)?(\\w+)");

	private ReachReader() {
	}

	static Reach read(Connection connection, Statement statement) throws SQLException {
		if (statement instanceof ObjectCommand command) {
			return ofCommand(connection, command);
		}
		if (statement instanceof AlterObject alter && alter.type() == ObjectType.FOREIGN_TABLE
				&& alter.name() != null) {
			return read(connection,
					new Statement.AlterTable(alter.text(), alter.name(), false, false, alter.actions()));
		}
		if (statement instanceof AlterObject alter) {
			String query = query(alter);
			return (query.isEmpty() || alter.name() == null) ? Reach.NONE
					: new Reach(
							relations(connection, query, List.of((query.equals(NAMED)) ? member(alter) : alter.name())),
							List.of());
		}
		if (statement instanceof Statement.AlterTable alter) {
			List<ObjectAddress> named = ObjectAddresses.cascading(connection, alter);
			return named.isEmpty() ? Reach.NONE : new Reach(List.of(), DependencyReader.read(connection, named, true));
		}
		if (statement instanceof CreateObject create) {
			List<QualifiedName> names = Bodies.of(create)
				.stream()
				.filter((inner) -> inner instanceof Dml || inner instanceof Statement.CreateTable)
				.flatMap((inner) -> inner.relations().stream())
				.toList();
			return names.isEmpty() ? Reach.NONE : new Reach(relations(connection, NAMED, names), List.of());
		}
		Reach reach = Reach.NONE;
		if (statement instanceof DoBlock block) {
			for (Statement inner : block.statements()) {
				reach = reach.and(read(connection, inner));
			}
		}
		return reach;
	}

	private static Reach ofCommand(Connection connection, ObjectCommand command) throws SQLException {
		if (command.verb() == ObjectCommand.Verb.DROP) {
			List<ObjectAddress> named = ObjectAddresses.of(connection, command);
			boolean cascade = command.options().contains(Option.CASCADE);
			boolean needed = !cascade && command.type() == ObjectType.TABLE
					&& DependencyReader.read(connection, named, true).stream().anyMatch(Dependent::cascaded);
			return new Reach(List.of(), DependencyReader.read(connection, named, cascade), needed);
		}
		String query = query(command);
		return query.isEmpty() ? Reach.NONE : new Reach(relations(connection, query, command.names()), List.of());
	}

	private static String query(ObjectCommand command) {
		return switch (command.verb()) {
			case TRUNCATE -> command.options().contains(Option.CASCADE) ? REFERRING : "";
			case REASSIGN -> OF_OWNER;
			case REINDEX -> switch (command.type()) {
				case SCHEMA -> withLongValues(OF_SCHEMA);
				case DATABASE -> withLongValues(OF_DATABASE);
				case TABLE -> LONG_VALUES;
				default -> "";
			};
			case VACUUM -> command.names().isEmpty() ? OF_DATABASE : "";
			case CLUSTER -> command.names().isEmpty() ? CLUSTERED : "";
			default -> "";
		};
	}

	private static String withLongValues(String query) {
		return query + AND_LONG_VALUES.formatted(query.substring(ASKED.length()));
	}

	private static String query(AlterObject alter) {
		return switch (alter.type()) {
			case DOMAIN -> alter.actions().stream().anyMatch(ReachReader::readsRows) ? OF_DOMAIN : "";
			case TYPE -> OF_TYPE;
			case PUBLICATION -> replacesTables(alter) ? OF_PUBLICATION : "";
			case EXTENSION -> MEMBER.matcher(alter.actions().get(0).text()).matches() ? NAMED : "";
			default -> "";
		};
	}

	/** A relation that becomes a member of an extension, or no longer is one. */
	private static QualifiedName member(AlterObject alter) {
		Matcher member = MEMBER.matcher(alter.actions().get(0).text());
		return member.matches() ? new QualifiedName(member.group(1), member.group(2)) : QualifiedName.of("");
	}

	private static boolean replacesTables(AlterObject alter) {
		return alter.actions()
			.stream()
			.anyMatch((action) -> action.text().toLowerCase(Locale.ROOT).matches("(?s)set\\s*[^(\\s].*"));
	}

	private static boolean readsRows(AlterAction action) {
		return action instanceof AlterAction.ValidateConstraint || action instanceof AlterAction.SetNotNull
				|| (action instanceof AlterAction.AddConstraint add && !add.notValid())
				|| (action instanceof AlterAction.Change change && change.kind() == ActionKind.SET_NOT_NULL);
	}

	private static List<Long> relations(Connection connection, String query, List<QualifiedName> names)
			throws SQLException {
		List<Long> relations = new ArrayList<>();
		try (PreparedStatement statement = connection.prepareStatement(query + " order by 1")) {
			statement.setArray(1,
					connection.createArrayOf("text", names.stream().map(QualifiedName::quoted).toArray()));
			statement.setArray(2, connection.createArrayOf("text", names.stream().map(QualifiedName::name).toArray()));
			try (ResultSet row = statement.executeQuery()) {
				while (row.next()) {
					relations.add(row.getLong(1));
				}
			}
		}
		return relations;
	}

}
