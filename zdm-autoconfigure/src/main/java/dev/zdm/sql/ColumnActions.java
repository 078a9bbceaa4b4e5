package dev.zdm.sql;

import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import dev.zdm.sql.AlterAction.Change;

/**
 * Understands what stands behind {@code ALTER COLUMN} and, of the same shape, what alters
 * a domain.
 */
final class ColumnActions {

	private ColumnActions() {
	}

	static @Nullable AlterAction parse(Cursor cursor, String source) {
		String column = columnName(cursor);
		if (cursor.accept("set", "not", "null")) {
			return new AlterAction.SetNotNull(source, column);
		}
		if (cursor.accept("type") || cursor.accept("set", "data", "type")) {
			return alterType(cursor, source, column);
		}
		ActionKind instant = instant(cursor);
		if (instant != null) {
			return new AlterAction.Instant(source, instant, column);
		}
		return other(cursor, source, column);
	}

	/** An index has numbers where a table has names. */
	private static String columnName(Cursor cursor) {
		Token token = cursor.peek();
		if (token != null && token.kind() == Token.Kind.NUMBER) {
			cursor.skip();
			return token.value();
		}
		return cursor.name();
	}

	private static @Nullable ActionKind instant(Cursor cursor) {
		ActionKind kind = defaults(cursor);
		if (kind != null) {
			return kind;
		}
		if (cursor.accept("set", "statistics")) {
			cursor.acceptSymbol('-');
			cursor.skip();
			return ActionKind.SET_STATISTICS;
		}
		if (cursor.accept("set", "storage")) {
			cursor.name();
			return ActionKind.SET_STORAGE;
		}
		if (cursor.accept("set", "compression")) {
			cursor.name();
			return ActionKind.SET_COMPRESSION;
		}
		return null;
	}

	private static @Nullable ActionKind defaults(Cursor cursor) {
		if (cursor.accept("set", "default")) {
			cursor.skip();
			cursor.skipRest();
			return ActionKind.SET_DEFAULT;
		}
		if (cursor.accept("drop", "default")) {
			return ActionKind.DROP_DEFAULT;
		}
		return cursor.accept("drop", "not", "null") ? ActionKind.DROP_NOT_NULL : null;
	}

	/** What a domain allows besides constraints. */
	static @Nullable AlterAction domain(Cursor cursor, String source) {
		ActionKind kind = cursor.accept("set", "not", "null") ? ActionKind.SET_NOT_NULL : defaults(cursor);
		return (kind != null) ? new Change(source, kind, null, null, List.of(), Set.of()) : null;
	}

	private static @Nullable AlterAction other(Cursor cursor, String source, String column) {
		if (cursor.accept("drop", "identity")) {
			return drop(cursor, source, ActionKind.DROP_IDENTITY, column);
		}
		if (cursor.accept("drop", "expression")) {
			return drop(cursor, source, ActionKind.DROP_EXPRESSION, column);
		}
		ActionKind kind = null;
		if (cursor.accept("add", "generated")) {
			kind = ActionKind.ADD_IDENTITY;
		}
		else if (cursor.accept("set", "expression", "as")) {
			kind = ActionKind.SET_EXPRESSION;
		}
		else if (cursor.at("set") && cursor.isNextSymbol('(')) {
			kind = ActionKind.SET_COLUMN_OPTIONS;
		}
		else if (cursor.at("set") || cursor.at("restart")) {
			kind = ActionKind.SET_IDENTITY;
		}
		else if (cursor.accept("reset")) {
			kind = ActionKind.RESET_COLUMN_OPTIONS;
		}
		else if (cursor.accept("options")) {
			kind = ActionKind.COLUMN_FOREIGN_OPTIONS;
		}
		if (kind == null) {
			return null;
		}
		String argument = cursor.rest();
		cursor.skipRest();
		return new Change(source, kind, column, argument, List.of(), Set.of());
	}

	private static AlterAction drop(Cursor cursor, String source, ActionKind kind, String column) {
		boolean ifExists = cursor.accept("if", "exists");
		return new Change(source, kind, column, null, List.of(), ifExists ? Set.of(Option.IF_EXISTS) : Set.of());
	}

	private static AlterAction alterType(Cursor cursor, String source, String column) {
		String type = TypeName.read(cursor);
		boolean collated = cursor.accept("collate");
		if (collated) {
			cursor.qualifiedName();
		}
		String using = null;
		if (cursor.accept("using")) {
			using = cursor.rest();
			cursor.skipRest();
		}
		return new AlterAction.AlterType(source, column, type, collated, using);
	}

}
