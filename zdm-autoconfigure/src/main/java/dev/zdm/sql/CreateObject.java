package dev.zdm.sql;

import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * {@code CREATE} of anything but a table or an index.
 *
 * @param text the statement's text
 * @param kind its leading key words in capitals
 * @param type what is created
 * @param name its name, or null when it has none, as a cast, or PostgreSQL shall choose
 * one
 * @param on the relation that it is attached to, as a trigger, a rule or a policy, or
 * null
 * @param references further relations that it names outside of queries, such as the
 * tables of a publication or of statistics, the owner of a sequence, the parents of a
 * foreign table
 * @param options what else the text asks for
 */
public record CreateObject(SqlText text, String kind, ObjectType type, @Nullable QualifiedName name,
		@Nullable QualifiedName on, List<QualifiedName> references, Set<Option> options) implements Statement.OtherDdl {

	/**
	 * The relations that it is attached to or names, and a view that may be replaced.
	 */
	@Override
	public List<QualifiedName> relations() {
		return Names.of(this.on, replaced(), this.references);
	}

	private @Nullable QualifiedName replaced() {
		return (this.type.isRelation() && this.options.contains(Option.OR_REPLACE)) ? this.name : null;
	}

}
