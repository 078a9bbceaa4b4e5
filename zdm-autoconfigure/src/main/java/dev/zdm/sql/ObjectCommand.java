package dev.zdm.sql;

import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * A command on objects that exist: {@code DROP} of anything but an index,
 * {@code TRUNCATE}, {@code REINDEX}, {@code VACUUM}, {@code COMMENT}, {@code GRANT} and
 * their like.
 *
 * @param text the statement's text
 * @param kind its leading key words in capitals
 * @param verb what is done
 * @param type what it is done to
 * @param names the names of the objects; of the schemas with {@link Option#ALL_OF}; empty
 * for a whole database or objects without a name
 * @param on the relation that the object is attached to, or null
 * @param only the tables whose descendants are left out
 * @param options what else the text asks for
 */
public record ObjectCommand(SqlText text, String kind, Verb verb, ObjectType type, List<QualifiedName> names,
		@Nullable QualifiedName on, Set<QualifiedName> only, Set<Option> options) implements Statement.OtherDdl {

	@Override
	public List<QualifiedName> relations() {
		return Names.of(this.on, null,
				(this.type.isRelation() && !this.options.contains(Option.ALL_OF)) ? this.names : List.of());
	}

	/**
	 * What a command does.
	 */
	public enum Verb {

		/** {@code DROP}. */
		DROP,
		/** {@code TRUNCATE}. */
		TRUNCATE,
		/** {@code REINDEX}. */
		REINDEX,
		/** {@code CLUSTER}; without a name, of all tables that were clustered before. */
		CLUSTER,
		/** {@code VACUUM}; without a name, of all tables. */
		VACUUM,
		/** {@code REFRESH MATERIALIZED VIEW}. */
		REFRESH,
		/** {@code COMMENT ON}. */
		COMMENT,
		/** {@code SECURITY LABEL}. */
		SECURITY_LABEL,
		/** {@code GRANT}. */
		GRANT,
		/** {@code REVOKE}. */
		REVOKE,
		/** {@code REASSIGN OWNED}. */
		REASSIGN,
		/** {@code IMPORT FOREIGN SCHEMA}. */
		IMPORT

	}

}
