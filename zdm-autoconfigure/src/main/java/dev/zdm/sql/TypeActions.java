package dev.zdm.sql;

import java.util.List;
import java.util.Set;

import dev.zdm.sql.AlterAction.Change;
import dev.zdm.sql.AlterAction.Rename;
import dev.zdm.sql.AlterAction.RenameSubject;

/**
 * Understands the actions of an {@code ALTER TYPE}.
 */
final class TypeActions {

	private TypeActions() {
	}

	static AlterAction parse(Cursor cursor, String source) {
		if (cursor.accept("rename")) {
			return rename(cursor, source);
		}
		if (cursor.accept("add", "value")) {
			boolean ifNotExists = cursor.accept("if", "not", "exists");
			String value = Literal.read(cursor);
			String neighbour = cursor.rest();
			if (cursor.accept("before") || cursor.accept("after")) {
				Literal.read(cursor);
			}
			return new Change(source, ActionKind.ADD_VALUE, value, neighbour.isEmpty() ? null : neighbour, List.of(),
					ifNotExists ? Set.of(Option.IF_NOT_EXISTS) : Set.of());
		}
		if (cursor.accept("add", "attribute")) {
			return attribute(cursor, source, ActionKind.ADD_ATTRIBUTE, Set.of());
		}
		if (cursor.accept("drop", "attribute")) {
			boolean ifExists = cursor.accept("if", "exists");
			return attribute(cursor, source, ActionKind.DROP_ATTRIBUTE, ifExists ? Set.of(Option.IF_EXISTS) : Set.of());
		}
		if (cursor.accept("alter", "attribute")) {
			return attribute(cursor, source, ActionKind.ALTER_ATTRIBUTE, Set.of());
		}
		cursor.expect("set");
		return ActionParser.definition(cursor, source);
	}

	private static AlterAction rename(Cursor cursor, String source) {
		if (cursor.accept("to")) {
			return new Rename(source, RenameSubject.OBJECT, null, cursor.name());
		}
		if (cursor.accept("value")) {
			String from = Literal.read(cursor);
			cursor.expect("to");
			return new Rename(source, RenameSubject.VALUE, from, Literal.read(cursor));
		}
		cursor.expect("attribute");
		String from = cursor.name();
		cursor.expect("to");
		String to = cursor.name();
		ActionParser.cascade(cursor);
		return new Rename(source, RenameSubject.ATTRIBUTE, from, to);
	}

	private static AlterAction attribute(Cursor cursor, String source, ActionKind kind, Set<Option> options) {
		String name = cursor.name();
		String type = null;
		if (kind != ActionKind.DROP_ATTRIBUTE) {
			if (kind == ActionKind.ALTER_ATTRIBUTE) {
				cursor.accept("set", "data");
				cursor.expect("type");
			}
			type = TypeName.read(cursor);
			if (cursor.accept("collate")) {
				cursor.qualifiedName();
			}
		}
		boolean cascade = ActionParser.cascade(cursor);
		return new Change(source, kind, name, type, List.of(), Options.with(options, cascade, Option.CASCADE));
	}

}
