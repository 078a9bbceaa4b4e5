package dev.zdm.proof;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Every pair of types for {@code ALTER TYPE}, on a column that stands alone, one with an
 * index and one with a check; and {@code ADD COLUMN} of every type. Each type has a table
 * of its own, {@code pair_0} and so on, whose rows hold NULL, so that the server accepts
 * every change for which there is a cast.
 */
final class TypePairs {

	static final List<String> TYPES = List.of("smallint", "int", "bigint", "numeric", "numeric(10,2)", "numeric(12,2)",
			"numeric(12,4)", "double precision", "text", "varchar", "varchar(10)", "varchar(20)", "char(10)",
			"char(20)", "date", "time", "time(3)", "timestamp", "timestamp(3)", "timestamptz", "timestamptz(3)",
			"interval", "interval(3)", "bit(8)", "varbit", "varbit(8)", "boolean", "uuid", "json", "jsonb", "inet",
			"cidr", "oid", "mood", "free_text", "short_text", "positive", "later_positive", "free_amount", "int[]",
			"bigint[]", "varchar(10)[]", "text[]", "int4range");

	/**
	 * Only changed to from their like: every type has such a cast, all in the same way.
	 */
	private static final Set<String> TEXTS = Set.of("varchar(10)", "char(10)", "char(20)", "free_text", "short_text");

	/** What columns with an index or a check are changed to. */
	private static final List<String> FEWER = List.of("bigint", "numeric(12,2)", "text", "varchar(20)", "timestamptz",
			"free_text", "text[]");

	/** Pairs that have no cast by assignment still have one through text. */
	private static final List<String> THROUGH_TEXT = List.of("int", "varchar(10)", "text", "jsonb", "mood",
			"short_text");

	private static final List<String> ADDED = List.of("{c}", "{c} default null::{c}", "{c} unique",
			"{c} generated always as (null::{c}) stored");

	private TypePairs() {
	}

	/** The statements that create the tables. */
	static List<String> creation() {
		List<String> statements = new ArrayList<>();
		for (int i = 0; i < TYPES.size(); i++) {
			statements.add(
					"create table pair_%1$d (id serial, alone %2$s, indexed %2$s, checked %2$s check (pg_column_size(checked) < 1000))"
						.formatted(i, TYPES.get(i)));
			statements.add("insert into pair_%d default values".formatted(i));
		}
		return statements;
	}

	/** One for each table; a type that has no order refuses it. */
	static List<String> indexes() {
		List<String> statements = new ArrayList<>();
		for (int i = 0; i < TYPES.size(); i++) {
			statements.add("create index pair_%1$d_idx on pair_%1$d (indexed)".formatted(i));
		}
		return statements;
	}

	static List<ProofCase> cases() {
		List<ProofCase> cases = new ArrayList<>();
		for (int i = 0; i < TYPES.size(); i++) {
			for (String to : targets(TYPES.get(i))) {
				for (String column : FEWER.contains(to) ? List.of("alone", "indexed", "checked") : List.of("alone")) {
					cases.add(new ProofCase("alter type of a column %s: %s to %s".formatted(column, TYPES.get(i), to),
							"alter table pair_%d alter %s type %s".formatted(i, column, to)));
				}
			}
			for (String to : THROUGH_TEXT) {
				cases.add(new ProofCase("alter type using: %s to %s".formatted(TYPES.get(i), to),
						"alter table pair_%d alter alone type %s using alone::text::%2$s".formatted(i, to)));
			}
			cases.add(new ProofCase("alter type using itself: " + TYPES.get(i),
					"alter table pair_%d alter alone type %s using alone".formatted(i, TYPES.get(i))));
			for (String added : ADDED) {
				String column = added.replace("{c}", TYPES.get(i));
				cases.add(new ProofCase("add column " + column, "alter table plain_t add new1 " + column));
			}
		}
		return cases;
	}

	private static List<String> targets(String from) {
		boolean text = TEXTS.contains(from) || from.equals("text") || from.startsWith("varchar");
		return TYPES.stream().filter((to) -> text || !TEXTS.contains(to)).toList();
	}

}
