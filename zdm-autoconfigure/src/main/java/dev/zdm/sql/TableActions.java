package dev.zdm.sql;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import dev.zdm.sql.AlterAction.Change;

/**
 * Understands the actions of an {@code ALTER TABLE} that are not about columns or
 * constraints.
 */
final class TableActions {

	/** Actions that are these words and nothing else. */
	private static final Map<String, ActionKind> WORDS = Map.ofEntries(
			Map.entry("enable row level security", ActionKind.ENABLE_ROW_SECURITY),
			Map.entry("disable row level security", ActionKind.DISABLE_ROW_SECURITY),
			Map.entry("force row level security", ActionKind.FORCE_ROW_SECURITY),
			Map.entry("no force row level security", ActionKind.NO_FORCE_ROW_SECURITY),
			Map.entry("set without cluster", ActionKind.SET_WITHOUT_CLUSTER),
			Map.entry("set without oids", ActionKind.SET_WITHOUT_OIDS), Map.entry("set logged", ActionKind.SET_LOGGED),
			Map.entry("set unlogged", ActionKind.SET_UNLOGGED), Map.entry("not of", ActionKind.NOT_OF));

	/** Words before the name of a trigger, a rule, an index. */
	private static final Map<String, ActionKind> BEFORE_NAME = Map.ofEntries(
			Map.entry("enable trigger", ActionKind.ENABLE_TRIGGER),
			Map.entry("enable always trigger", ActionKind.ENABLE_ALWAYS_TRIGGER),
			Map.entry("enable replica trigger", ActionKind.ENABLE_REPLICA_TRIGGER),
			Map.entry("disable trigger", ActionKind.DISABLE_TRIGGER), Map.entry("enable rule", ActionKind.ENABLE_RULE),
			Map.entry("enable always rule", ActionKind.ENABLE_ALWAYS_RULE),
			Map.entry("enable replica rule", ActionKind.ENABLE_REPLICA_RULE),
			Map.entry("disable rule", ActionKind.DISABLE_RULE), Map.entry("cluster on", ActionKind.CLUSTER_ON),
			Map.entry("replica identity using index", ActionKind.REPLICA_IDENTITY));

	private static final int MOST_WORDS = 5;

	private TableActions() {
	}

	static @Nullable AlterAction parse(Cursor cursor, String source) {
		String words = "";
		for (int i = 0; i < MOST_WORDS; i++) {
			Token token = cursor.peek(i);
			if (token == null || token.kind() != Token.Kind.WORD) {
				break;
			}
			words = words.isEmpty() ? token.value() : words + " " + token.value();
			if (WORDS.containsKey(words)) {
				skip(cursor, i + 1);
				return change(source, WORDS.get(words), null, null);
			}
			if (BEFORE_NAME.containsKey(words)) {
				skip(cursor, i + 1);
				return named(cursor, source, BEFORE_NAME.get(words));
			}
		}
		return withArgument(cursor, source);
	}

	private static void skip(Cursor cursor, int words) {
		for (int i = 0; i < words; i++) {
			cursor.skip();
		}
	}

	private static AlterAction named(Cursor cursor, String source, @Nullable ActionKind kind) {
		boolean all = cursor.at("all") || cursor.at("user");
		String name = cursor.name();
		return all ? change(source, kind, null, name.toUpperCase(Locale.ROOT)) : change(source, kind, name, null);
	}

	private static @Nullable AlterAction withArgument(Cursor cursor, String source) {
		if (cursor.accept("set", "tablespace")) {
			String tablespace = cursor.name();
			Set<Option> options = cursor.accept("nowait") ? Set.of(Option.NOWAIT) : Set.of();
			return new Change(source, ActionKind.SET_TABLESPACE, null, tablespace, List.of(), options);
		}
		if (cursor.accept("set", "access", "method")) {
			boolean byDefault = cursor.at("default");
			return new Change(source, ActionKind.SET_ACCESS_METHOD, null, cursor.name(), List.of(),
					byDefault ? Set.of(Option.DEFAULT) : Set.of());
		}
		if (cursor.accept("replica", "identity")) {
			return change(source, ActionKind.REPLICA_IDENTITY, null, cursor.name().toUpperCase(Locale.ROOT));
		}
		if (cursor.accept("of")) {
			return change(source, ActionKind.OF, null, cursor.qualifiedName().toString());
		}
		ActionKind options = options(cursor);
		if (options != null) {
			int from = cursor.index();
			cursor.expectGroup();
			return change(source, options, null, cursor.foldedFrom(from));
		}
		return withRelation(cursor, source);
	}

	private static @Nullable ActionKind options(Cursor cursor) {
		if (cursor.accept("set")) {
			return ActionKind.SET_OPTIONS;
		}
		if (cursor.accept("reset")) {
			return ActionKind.RESET_OPTIONS;
		}
		return cursor.accept("options") ? ActionKind.FOREIGN_OPTIONS : null;
	}

	private static @Nullable AlterAction withRelation(Cursor cursor, String source) {
		if (cursor.accept("inherit")) {
			return relation(source, ActionKind.INHERIT, cursor.qualifiedName(), null, Set.of());
		}
		if (cursor.accept("no", "inherit")) {
			return relation(source, ActionKind.NO_INHERIT, cursor.qualifiedName(), null, Set.of());
		}
		if (cursor.accept("attach", "partition")) {
			QualifiedName partition = cursor.qualifiedName();
			String bound = cursor.rest();
			Set<Option> options = cursor.at("default") ? Set.of(Option.DEFAULT) : Set.of();
			cursor.skipRest();
			return relation(source, ActionKind.ATTACH_PARTITION, partition, bound.isEmpty() ? null : bound, options);
		}
		if (cursor.accept("detach", "partition")) {
			QualifiedName partition = cursor.qualifiedName();
			Set<Option> options = Set.of();
			if (cursor.accept("concurrently")) {
				options = Set.of(Option.CONCURRENTLY);
			}
			else if (cursor.accept("finalize")) {
				options = Set.of(Option.FINALIZE);
			}
			return relation(source, ActionKind.DETACH_PARTITION, partition, null, options);
		}
		return null;
	}

	private static Change relation(String source, ActionKind kind, QualifiedName name, @Nullable String argument,
			Set<Option> options) {
		return new Change(source, kind, null, argument, List.of(name), options);
	}

	private static Change change(String source, @Nullable ActionKind kind, @Nullable String name,
			@Nullable String argument) {
		return new Change(source, (kind != null) ? kind : ActionKind.DEFINITION, name, argument, List.of(), Set.of());
	}

}
