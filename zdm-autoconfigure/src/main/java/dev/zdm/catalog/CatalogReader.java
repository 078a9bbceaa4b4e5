package dev.zdm.catalog;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import dev.zdm.sql.ActionKind;
import dev.zdm.sql.AlterAction;
import dev.zdm.sql.AlterObject;
import dev.zdm.sql.DoBlock;
import dev.zdm.sql.ObjectType;
import dev.zdm.sql.Option;
import dev.zdm.sql.QualifiedName;
import dev.zdm.sql.Statement;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@link Facts} on the connection that will run the statement, so that its
 * {@code search_path}, role and transaction decide what is seen. Reading takes no lock on
 * any relation of the application.
 */
public final class CatalogReader {

	private static final String SESSION = """
			with own_locks as materialized (%s)
			select current_setting('server_version_num')::int, pg_is_in_recovery() or current_setting('transaction_read_only')::boolean, pg_backend_pid(), current_user,
			    current_setting('search_path'), current_schema(), current_setting('default_table_access_method'),
			    array(
			        select distinct array[n.nspname::text, c.relname::text] from own_locks l join pg_class c on c.oid = l.relation
			        join pg_namespace n on n.oid = c.relnamespace
			        where l.mode in ('ShareLock', 'ShareRowExclusiveLock', 'ExclusiveLock', 'AccessExclusiveLock')
			        and c.relkind in ('r', 'p', 'm', 'v', 'f') and c.relpersistence <> 't' and not %s)
			"""
		.formatted(OwnLocks.QUERY, OwnLocks.created("c.oid"));

	/** A generated name begins as its table's name does, however much was cut. */
	private static final String TAKEN_NAMES = """
			with beginning as (select distinct left(name, 6) as letters from unnest(?::text[]) name),
			schema as (select oid, nspname from pg_namespace where nspname = any (?))
			select s.nspname, relname, false from pg_class join schema s on s.oid = relnamespace
			where exists (select from beginning where starts_with(relname, letters))
			union all
			select s.nspname, conname, true from pg_constraint join schema s on s.oid = connamespace
			where exists (select from beginning where starts_with(conname, letters))
			""";

	private final EmptyTwin twin = new EmptyTwin();

	/**
	 * Reads what judgement needs to know about a statement. Partitions are read once more
	 * when the names that are taken are known: what another instance has made for the
	 * same statement meanwhile is then found as what it is, and not taken for a stranger
	 * under its name.
	 * @param connection the connection that will run the statement; it is left in the
	 * transaction that it was in
	 * @param statement the statement
	 * @return the facts
	 * @throws SQLException if the server cannot be asked
	 */
	public Facts read(Connection connection, Statement statement) throws SQLException {
		Session session = session(connection);
		Reach reach = ReachReader.read(connection, statement);
		RelationReader.Family family = RelationReader.read(connection, names(statement), reach.all());
		Map<QualifiedName, Relation> relations = family.named();
		Map<AlterAction, Facts.Effect> effects = Map.of();
		Facts.NewIndex index = Facts.NewIndex.UNKNOWN;
		Facts.Bounds bounds = null;
		TakenNames taken = TakenNames.NONE;
		if (statement instanceof Statement.AlterTable alter && isShared(relations.get(alter.name()))) {
			Relation table = Objects.requireNonNull(relations.get(alter.name()));
			effects = new HashMap<>(this.twin.effects(connection, alter, table));
			effects.putAll(ColumnNeeds.read(connection, alter, table));
			bounds = PartitionTwin.bounds(connection, alter, table, family);
			taken = takenNames(connection, table, withAttached(alter, table, family), null);
		}
		else if (statement instanceof Statement.CreateIndex create && isShared(relations.get(create.table()))) {
			Relation table = Objects.requireNonNull(relations.get(create.table()));
			index = (create.name() != null && !table.isPartitioned()) ? index
					: this.twin.newIndex(connection, create, table, tree(table, family));
			taken = takenNames(connection, table, tree(table, family), create.name());
		}
		else if (statement instanceof Statement.CreateTable create && create.partitionOf() != null
				&& isShared(relations.get(create.partitionOf()))) {
			bounds = PartitionTwin.bounds(connection, create,
					Objects.requireNonNull(relations.get(create.partitionOf())), family);
		}
		else if (statement instanceof DoBlock block) {
			effects = effects(connection, block, relations);
		}
		else if (statement instanceof AlterObject alter && alter.type() == ObjectType.TYPE) {
			effects = effects(connection, alter, reach, family);
		}
		if (taken != TakenNames.NONE && relations.values().stream().anyMatch(Relation::isPartitioned)) {
			family = RelationReader.read(connection, names(statement), reach.all());
		}
		return new Facts(session, family.named(), family.all(), effects, index, bounds, taken, reach, null);
	}

	/** What a change of an attribute does to the tables of the type: to all the same. */
	private Map<AlterAction, Facts.Effect> effects(Connection connection, AlterObject alter, Reach reach,
			RelationReader.Family family) throws SQLException {
		Map<AlterAction, Facts.Effect> effects = new HashMap<>();
		Relation table = reach.relations().isEmpty() ? null : family.all().get(reach.relations().get(0));
		for (AlterAction action : alter.actions()) {
			if (table != null && action instanceof AlterAction.Change change && change.name() != null
					&& change.argument() != null && change.kind() == ActionKind.ALTER_ATTRIBUTE) {
				AlterAction column = new AlterAction.AlterType(
						"alter column " + QualifiedName.quoteIfNeeded(change.name()) + " type " + change.argument(),
						change.name(), change.argument(), false, null);
				Statement.AlterTable altered = new Statement.AlterTable(alter.text(), table.name(), false, false,
						List.of(column));
				this.twin.effects(connection, altered, table).values().forEach((effect) -> effects.put(change, effect));
			}
		}
		return effects;
	}

	/** Of all that is in the block, as if it were run now. */
	private Map<AlterAction, Facts.Effect> effects(Connection connection, DoBlock block,
			Map<QualifiedName, Relation> relations) throws SQLException {
		Map<AlterAction, Facts.Effect> effects = new HashMap<>();
		for (Statement inner : block.statements()) {
			if (inner instanceof Statement.AlterTable alter && isShared(relations.get(alter.name()))) {
				effects
					.putAll(this.twin.effects(connection, alter, Objects.requireNonNull(relations.get(alter.name()))));
			}
			else if (inner instanceof DoBlock deeper) {
				effects.putAll(effects(connection, deeper, relations));
			}
		}
		return effects;
	}

	/** A table that is created may be there already. */
	private static List<QualifiedName> names(Statement statement) {
		if (statement instanceof Statement.CreateTable create && create.options().contains(Option.IF_NOT_EXISTS)) {
			List<QualifiedName> names = new ArrayList<>(create.relations());
			names.add(create.name());
			return names;
		}
		return statement.relations();
	}

	private static boolean isShared(@Nullable Relation relation) {
		return relation != null && !relation.isPrivate();
	}

	private static Session session(Connection connection) throws SQLException {
		try (PreparedStatement statement = connection.prepareStatement(SESSION);
				ResultSet row = statement.executeQuery()) {
			row.next();
			return new Session(row.getInt(1), row.getBoolean(2), row.getInt(3), row.getString(4), row.getString(5),
					row.getString(6), row.getString(7), names(row.getArray(8)));
		}
	}

	private static List<QualifiedName> names(Array pairs) throws SQLException {
		List<QualifiedName> names = new ArrayList<>();
		for (Object pair : (Object[]) pairs.getArray()) {
			String[] parts = (String[]) pair;
			names.add(new QualifiedName(parts[0], parts[1]));
		}
		return names;
	}

	/** A table and its partitions, with those that it is to get or had before. */
	private static List<Relation> withAttached(Statement.AlterTable alter, Relation table,
			RelationReader.Family family) {
		List<Relation> all = tree(table, family);
		alter.actions()
			.stream()
			.filter((action) -> action instanceof AlterAction.Change change
					&& (change.kind() == ActionKind.ATTACH_PARTITION || change.kind() == ActionKind.DETACH_PARTITION))
			.flatMap((action) -> action.references().stream())
			.map(family.named()::get)
			.filter(Objects::nonNull)
			.filter((partition) -> !all.contains(partition))
			.forEach((partition) -> all.addAll(tree(partition, family)));
		return all;
	}

	/** A partitioned table and its partitions; any other table alone. */
	private static List<Relation> tree(Relation table, RelationReader.Family family) {
		List<Relation> tree = new ArrayList<>(List.of(table));
		if (table.isPartitioned()) {
			tree.addAll(Facts.descendants(table, family.all()));
		}
		return tree;
	}

	/**
	 * The names in the schemas of a table and its partitions that begin as they do, or as
	 * another name does.
	 */
	private static TakenNames takenNames(Connection connection, Relation table, List<Relation> tree,
			@Nullable String like) throws SQLException {
		Set<String> schemas = new HashSet<>();
		Set<String> names = new HashSet<>();
		tree.forEach((relation) -> {
			schemas.add(Objects.requireNonNull(relation.name().schema()));
			names.add(relation.name().name());
		});
		if (like != null) {
			names.add(like);
		}
		TakenNames.Builder taken = new TakenNames.Builder();
		try (PreparedStatement statement = connection.prepareStatement(TAKEN_NAMES)) {
			statement.setArray(1, connection.createArrayOf("text", names.toArray()));
			statement.setArray(2, connection.createArrayOf("text", schemas.toArray()));
			try (ResultSet row = statement.executeQuery()) {
				while (row.next()) {
					taken.add(row.getString(1), row.getString(2), row.getBoolean(3));
				}
			}
		}
		return taken.build(Objects.requireNonNull(table.name().schema()), schemas);
	}

}
