package dev.zdm.sql;

import org.jspecify.annotations.Nullable;

/**
 * A name as SQL text gives it, folded to lower case where it was not quoted.
 *
 * @param schema the schema, or null when the text leaves it to the {@code search_path}
 * @param name the name itself
 */
public record QualifiedName(@Nullable String schema, String name) {

	/**
	 * A name without a schema.
	 * @param name the name itself
	 * @return the name, to be found through the {@code search_path}
	 */
	public static QualifiedName of(String name) {
		return new QualifiedName(null, name);
	}

	/**
	 * The name of something in the same schema as this.
	 * @param other the other's own name
	 * @return the other's name, with this schema if this has one
	 */
	public QualifiedName sibling(String other) {
		return new QualifiedName(this.schema, other);
	}

	/**
	 * The name as SQL, quoted, so that it means the same in any statement.
	 * @return for example {@code "shop"."orders"}
	 */
	public String quoted() {
		return (this.schema != null) ? quote(this.schema) + "." + quote(this.name) : quote(this.name);
	}

	/**
	 * An identifier as SQL: quoted only where PostgreSQL would not read it as it stands.
	 * @param identifier the identifier
	 * @return the identifier as SQL
	 */
	public static String quoteIfNeeded(String identifier) {
		return (identifier.matches("[a-z_][a-z0-9_]*") && !ReservedWords.contains(identifier)) ? identifier
				: quote(identifier);
	}

	private static String quote(String identifier) {
		return '"' + identifier.replace("\"", "\"\"") + '"';
	}

	/**
	 * The name as people write it, quoted only where needed.
	 */
	@Override
	public String toString() {
		return (this.schema != null) ? quoteIfNeeded(this.schema) + "." + quoteIfNeeded(this.name)
				: quoteIfNeeded(this.name);
	}

}
