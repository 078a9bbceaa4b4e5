package dev.zdm.catalog;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.zdm.sql.AlterAction;
import dev.zdm.sql.Option;
import dev.zdm.sql.QualifiedName;
import dev.zdm.sql.Statement;
import org.jspecify.annotations.Nullable;

/**
 * What the server said about a statement before it runs.
 *
 * @param session the server and the session that asked
 * @param relations the existing relations among those that the statement names
 * @param family by object id, all relations that were read: those that are named, the
 * tables of named indexes, their ancestors with their default partitions, their
 * descendants, and the other ends of their foreign keys with their descendants
 * @param effects what an action did to an empty twin of its table, for the actions that
 * had to be tried
 * @param newIndex what is known of an index that the statement leaves without a name, or
 * makes on a partitioned table
 * @param bounds what is known of the rows of a new partition and of the default
 * partition, for a statement that makes a partition, and of those of a partition that is
 * detached; else null
 * @param taken the names that a generated name must not be, where the statement needs one
 * @param reach what the statement touches without naming it
 * @param writes how many rows the statement will write, where that was asked for; else
 * null
 */
public record Facts(Session session, Map<QualifiedName, Relation> relations, Map<Long, Relation> family,
		Map<AlterAction, Effect> effects, NewIndex newIndex, @Nullable Bounds bounds, TakenNames taken, Reach reach,
		@Nullable Writes writes) {

	/**
	 * Creates facts that share nothing with the caller's maps.
	 */
	public Facts {
		relations = Map.copyOf(relations);
		family = Map.copyOf(family);
		effects = Map.copyOf(effects);
	}

	/**
	 * The same, with how many rows the statement will write.
	 * @param many how many, and how many are too many
	 * @return more facts
	 */
	public Facts with(Writes many) {
		return new Facts(this.session, this.relations, this.family, this.effects, this.newIndex, this.bounds,
				this.taken, this.reach, many);
	}

	/**
	 * The same facts for a statement that goes on: an index that its earlier run gave a
	 * name to, and that is like the one that it asks for, has not taken that name.
	 * @param table the name of the table
	 * @param chosen the names that the earlier run chose
	 * @return the facts
	 */
	public Facts goingOn(QualifiedName table, Set<String> chosen) {
		Set<String> own = relation(table).stream()
			.flatMap((relation) -> relation.indexes().stream())
			.filter((index) -> chosen.contains(index.name()) && this.newIndex.alike().contains(index.oid()))
			.map(Relation.Index::name)
			.collect(Collectors.toSet());
		return new Facts(this.session, this.relations, this.family, this.effects, this.newIndex, this.bounds,
				this.taken.without(own), this.reach, this.writes);
	}

	/**
	 * Finds an existing relation.
	 * @param name the name, as the statement gives it
	 * @return the relation, or empty when none of that name is visible
	 */
	public Optional<Relation> relation(QualifiedName name) {
		return Optional.ofNullable(this.relations.get(name));
	}

	/**
	 * Finds a relation by its object id.
	 * @param oid the object id
	 * @return the relation, or empty when it was not read
	 */
	public Optional<Relation> relation(long oid) {
		return Optional.ofNullable(this.family.get(oid));
	}

	/**
	 * Finds a relation by its schema and name among all that were read, whether the
	 * statement names it or not.
	 * @param name the name, with its schema
	 * @return the relation, or empty when it was not read
	 */
	public Optional<Relation> named(QualifiedName name) {
		return this.family.values().stream().filter((relation) -> relation.name().equals(name)).findFirst();
	}

	/**
	 * The relations that the statement reaches without naming them, but for those that
	 * are dropped.
	 * @return the relations, each once
	 * @see Reach#relations()
	 */
	public List<Relation> reached() {
		return this.reach.relations().stream().flatMap((oid) -> relation(oid).stream()).toList();
	}

	/**
	 * The partitions or heirs of a relation, at all levels.
	 * @param relation a relation
	 * @return its descendants without itself, parents before their children, each once
	 */
	public List<Relation> descendants(Relation relation) {
		return descendants(relation, this.family);
	}

	static List<Relation> descendants(Relation relation, Map<Long, Relation> family) {
		Map<Long, Relation> found = new LinkedHashMap<>();
		Deque<Long> open = new ArrayDeque<>(relation.lineage().children());
		while (!open.isEmpty()) {
			Relation child = family.get(open.poll());
			if (child != null && found.put(child.oid(), child) == null) {
				open.addAll(child.lineage().children());
			}
		}
		return List.copyOf(found.values());
	}

	/**
	 * A relation and its descendants.
	 * @param relation a relation
	 * @return the relation itself, then its descendants
	 */
	public List<Relation> tree(Relation relation) {
		return Stream.concat(Stream.of(relation), descendants(relation).stream()).toList();
	}

	/**
	 * Whether a {@code CREATE TABLE IF NOT EXISTS} finds its table, and does nothing.
	 * @param create the statement
	 * @return whether it may, and does, find it
	 */
	public boolean isThere(Statement.CreateTable create) {
		return create.options().contains(Option.IF_NOT_EXISTS) && relation(create.name()).isPresent();
	}

	/**
	 * The direct parents of a relation.
	 * @param relation a relation
	 * @return what it is a partition or heir of
	 */
	public List<Relation> parents(Relation relation) {
		return relation.lineage().parents().stream().flatMap((oid) -> relation(oid).stream()).toList();
	}

	/**
	 * Tells what an action would do to its table.
	 * @param action an action of an {@code ALTER TABLE}
	 * @return what it did to the empty twin, or empty when it did not need to be tried
	 */
	public Optional<Effect> effect(AlterAction action) {
		return Optional.ofNullable(this.effects.get(action));
	}

	/**
	 * Whether no other session can see anything that the statement touches, so that it
	 * costs nobody anything: its relations are temporary or were created by the
	 * transaction that it runs in.
	 * @param statement the statement that these facts are about
	 * @return whether the statement is free
	 */
	public boolean isFree(Statement statement) {
		List<QualifiedName> names = statement.relations();
		Collection<Relation> found = this.relations.values();
		return !names.isEmpty() && found.size() == names.size() && found.stream().allMatch(Relation::isPrivate)
				&& this.reach.all().stream().flatMap((oid) -> relation(oid).stream()).allMatch(Relation::isPrivate);
	}

	/**
	 * What trying an action on an empty twin of its table showed.
	 *
	 * @param rewritesTable whether the table got a new file
	 * @param rebuildsIndexes whether an index got a new file
	 * @param comparesAnew whether the values of a column have another equality, or
	 * collation, than before, so that its foreign keys are checked again
	 * @param verifies whether every row had to be read to be checked, and not only
	 * rewritten
	 * @param check the check that it added, or null
	 * @param unknown why it could not be tried, or null when it was; then the worst is
	 * assumed
	 */
	public record Effect(boolean rewritesTable, boolean rebuildsIndexes, boolean comparesAnew, boolean verifies,
			@Nullable AddedCheck check, @Nullable String unknown) {

		static Effect unknown(String why) {
			return new Effect(true, true, true, true, null, why);
		}

	}

	/**
	 * An index that is yet to be made, as an empty twin of its table showed it.
	 *
	 * @param columns the names that PostgreSQL gives to its columns; empty when there is
	 * no such index, or when it could not be tried
	 * @param alike the object ids of the indexes of the table and its partitions that
	 * PostgreSQL takes for the same: it adopts that of a partition, valid or not, if it
	 * is not attached already
	 */
	public record NewIndex(List<String> columns, Set<Long> alike) {

		static final NewIndex UNKNOWN = new NewIndex(List.of(), Set.of());

		/**
		 * Creates a new index that shares nothing with the caller's collections.
		 */
		public NewIndex {
			columns = List.copyOf(columns);
			alike = Set.copyOf(alike);
		}

	}

	/**
	 * A check as PostgreSQL understands it.
	 *
	 * @param columns the columns that it is about
	 * @param existing the names of checks that the table has and that say the same
	 */
	public record AddedCheck(List<String> columns, List<String> existing) {
	}

	/**
	 * What constraints prove about the bound of a new partition, as PostgreSQL itself
	 * sees it.
	 *
	 * @param proved whether all rows of the new partition are known to belong there, so
	 * that they are not read
	 * @param excluded whether no row of the default partition can belong to the new one,
	 * so that they are not read
	 * @param made what becomes of the new partition; null when that could not be tried,
	 * or when its conditions as constraints would prove nothing
	 */
	public record Bounds(boolean proved, boolean excluded, @Nullable NewPartition made) {
	}

	/**
	 * How many rows a statement will write.
	 *
	 * @param rows how many, as the server guesses
	 * @param limit how many one transaction may write; 0 for any number
	 */
	public record Writes(long rows, long limit) {

		/**
		 * Whether these are too many.
		 * @return false where there is no limit
		 */
		public boolean tooMany() {
			return this.limit > 0 && this.rows > this.limit;
		}

	}

}
