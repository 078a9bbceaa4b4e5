package dev.zdm.sql;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/**
 * Kinds of object that DDL is about.
 */
public enum ObjectType {

	/** {@code ACCESS METHOD}. */
	ACCESS_METHOD,
	/** {@code AGGREGATE}. */
	AGGREGATE,
	/** {@code CAST}. */
	CAST,
	/** {@code COLLATION}. */
	COLLATION,
	/** {@code COLUMN}. */
	COLUMN,
	/** A constraint of a table or a domain. */
	CONSTRAINT,
	/** {@code CONVERSION}. */
	CONVERSION,
	/** {@code DATABASE}. */
	DATABASE,
	/** {@code DEFAULT PRIVILEGES}. */
	DEFAULT_PRIVILEGES,
	/** {@code DOMAIN}. */
	DOMAIN,
	/** {@code EVENT TRIGGER}. */
	EVENT_TRIGGER,
	/** {@code EXTENSION}. */
	EXTENSION,
	/** {@code FOREIGN DATA WRAPPER}. */
	FOREIGN_DATA_WRAPPER,
	/** {@code FOREIGN TABLE}. */
	FOREIGN_TABLE,
	/** {@code FUNCTION}. */
	FUNCTION,
	/** {@code INDEX}. */
	INDEX,
	/** {@code LANGUAGE}. */
	LANGUAGE,
	/** {@code LARGE OBJECT}. */
	LARGE_OBJECT,
	/** {@code MATERIALIZED VIEW}. */
	MATERIALIZED_VIEW,
	/** {@code OPERATOR}. */
	OPERATOR,
	/** {@code OPERATOR CLASS}. */
	OPERATOR_CLASS,
	/** {@code OPERATOR FAMILY}. */
	OPERATOR_FAMILY,
	/** Everything that a role owns. */
	OWNED,
	/** {@code PARAMETER}. */
	PARAMETER,
	/** {@code POLICY}. */
	POLICY,
	/** {@code PROCEDURE}. */
	PROCEDURE,
	/** {@code PUBLICATION}. */
	PUBLICATION,
	/** A role, also as {@code USER} or {@code GROUP}. */
	ROLE,
	/** {@code ROUTINE}. */
	ROUTINE,
	/** {@code RULE}. */
	RULE,
	/** {@code SCHEMA}. */
	SCHEMA,
	/** {@code SEQUENCE}. */
	SEQUENCE,
	/** {@code SERVER}. */
	SERVER,
	/** {@code STATISTICS}. */
	STATISTICS,
	/** {@code SUBSCRIPTION}. */
	SUBSCRIPTION,
	/** The catalogs, or the server's configuration. */
	SYSTEM,
	/** {@code TABLE}. */
	TABLE,
	/** {@code TABLESPACE}. */
	TABLESPACE,
	/** {@code TEXT SEARCH CONFIGURATION}. */
	TEXT_SEARCH_CONFIGURATION,
	/** {@code TEXT SEARCH DICTIONARY}. */
	TEXT_SEARCH_DICTIONARY,
	/** {@code TEXT SEARCH PARSER}. */
	TEXT_SEARCH_PARSER,
	/** {@code TEXT SEARCH TEMPLATE}. */
	TEXT_SEARCH_TEMPLATE,
	/** {@code TRANSFORM}. */
	TRANSFORM,
	/** {@code TRIGGER}. */
	TRIGGER,
	/** A type; a composite one may have tables. */
	TYPE,
	/** {@code USER MAPPING}. */
	USER_MAPPING,
	/** {@code VIEW}. */
	VIEW;

	private static final Map<String, List<ObjectType>> BY_FIRST_WORD = Arrays.stream(values())
		.sorted(Comparator.comparingInt((ObjectType type) -> -type.words.length))
		.collect(Collectors.groupingBy((type) -> type.words[0]));

	private final String[] words = name().toLowerCase(Locale.ROOT).split("_");

	/**
	 * Whether it has a row in {@code pg_class} and can be locked as a table is.
	 * @return whether it is a table, an index, a sequence or a view of any kind
	 */
	public boolean isRelation() {
		return switch (this) {
			case TABLE, FOREIGN_TABLE, INDEX, SEQUENCE, VIEW, MATERIALIZED_VIEW -> true;
			default -> false;
		};
	}

	/**
	 * Whether its own name stands before the relation that it is attached to.
	 * @return whether it is a trigger, a rule or a policy
	 */
	public boolean isAttached() {
		return this == TRIGGER || this == RULE || this == POLICY;
	}

	/** Moves behind the words that name a type, the longest first. */
	static @Nullable ObjectType accept(Cursor cursor) {
		Token first = cursor.peek();
		if (first == null || first.kind() != Token.Kind.WORD) {
			return null;
		}
		if (cursor.at("user") && cursor.isNext("mapping") && !isMapping(cursor)) {
			cursor.skip();
			return ROLE;
		}
		for (ObjectType type : BY_FIRST_WORD.getOrDefault(first.value(), List.of())) {
			if (cursor.accept(type.words)) {
				return type;
			}
		}
		if (cursor.accept("procedural", "language") || cursor.accept("trusted", "language")
				|| cursor.accept("trusted", "procedural", "language")) {
			return LANGUAGE;
		}
		if (cursor.accept("foreign", "server")) {
			return SERVER;
		}
		return (cursor.accept("user") || cursor.accept("group")) ? ROLE : null;
	}

	private static boolean isMapping(Cursor cursor) {
		Token behind = cursor.peek(2);
		return behind != null && (behind.is("for") || behind.is("if"));
	}

	static ObjectType expect(Cursor cursor) {
		ObjectType type = accept(cursor);
		if (type == null) {
			throw cursor.notUnderstood("a kind of object");
		}
		return type;
	}

}
