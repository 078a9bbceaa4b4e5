package dev.zdm.catalog;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.zdm.sql.AlterAction;
import dev.zdm.sql.QualifiedName;
import dev.zdm.sql.Statement;

/**
 * What the server said about a statement before it runs.
 *
 * @param session the server and the session that asked
 * @param relations the existing relations among those that the statement names
 * @param effects what an action did to an empty twin of its table, for the actions that
 * had to be tried
 */
public record Facts(Session session, Map<QualifiedName, Relation> relations, Map<AlterAction, Effect> effects) {

	/**
	 * Creates facts that share nothing with the caller's maps.
	 */
	public Facts {
		relations = Map.copyOf(relations);
		effects = Map.copyOf(effects);
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
	 * Tells what an action would do to its table.
	 * @param action an action of an {@code ALTER TABLE}
	 * @return what it did to the empty twin, or empty when it did not need to be tried or
	 * could not be
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
		return !names.isEmpty() && found.size() == names.size() && found.stream().allMatch(Relation::isPrivate);
	}

	/**
	 * What trying an action on an empty twin of its table showed.
	 *
	 * @param rewritesTable whether the table got a new file
	 * @param rebuildsIndexes whether an index got a new file
	 * @param constraints the names of the constraints that the action added
	 */
	public record Effect(boolean rewritesTable, boolean rebuildsIndexes, List<String> constraints) {
	}

}
