package dev.zdm.sql;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import dev.zdm.sql.AlterAction.RenameSubject;

/**
 * Understands {@code ALTER TABLE}, action by action; an action that it does not know
 * leaves the others understood.
 */
final class AlterTableParser {

	private final SqlText text;

	private AlterTableParser(SqlText text) {
		this.text = text;
	}

	static Statement parse(SqlText text, Cursor cursor) {
		if (cursor.at("all")) {
			throw new Cursor.NotUnderstoodException();
		}
		boolean ifExists = cursor.accept("if", "exists");
		boolean only = cursor.accept("only");
		QualifiedName name = cursor.table(only);
		List<AlterAction> actions = new AlterTableParser(text).actions(cursor);
		return new Statement.AlterTable(text, name, only, ifExists, actions);
	}

	private List<AlterAction> actions(Cursor cursor) {
		List<AlterAction> actions = new ArrayList<>();
		int start = cursor.index();
		while (!cursor.atEnd()) {
			if (cursor.atSymbol(',')) {
				actions.add(action(start, cursor.index()));
				cursor.skip();
				start = cursor.index();
			}
			else {
				cursor.skip();
			}
		}
		actions.add(action(start, cursor.end()));
		return List.copyOf(actions);
	}

	private AlterAction action(int from, int to) {
		String source = this.text.slice(from, to);
		Cursor cursor = new Cursor(this.text, from, to);
		try {
			AlterAction action = known(cursor, source);
			if (action != null && cursor.atEnd()) {
				return action;
			}
		}
		catch (Cursor.NotUnderstoodException ex) {
			// said by the result
		}
		return new AlterAction.Other(source);
	}

	private @Nullable AlterAction known(Cursor cursor, String source) {
		if (cursor.accept("add")) {
			return ConstraintParser.isNext(cursor) ? ConstraintParser.parse(cursor, source)
					: ColumnParser.parse(cursor, source);
		}
		if (cursor.accept("drop", "constraint")) {
			cursor.accept("if", "exists");
			String constraint = cursor.name();
			skipDropBehaviour(cursor);
			return new AlterAction.DropConstraint(source, constraint);
		}
		if (cursor.accept("drop")) {
			cursor.accept("column");
			cursor.accept("if", "exists");
			String column = cursor.name();
			skipDropBehaviour(cursor);
			return new AlterAction.DropColumn(source, column);
		}
		if (cursor.accept("validate", "constraint")) {
			return new AlterAction.ValidateConstraint(source, cursor.name());
		}
		if (cursor.accept("rename")) {
			return rename(cursor, source);
		}
		if (cursor.accept("alter")) {
			cursor.accept("column");
			return alterColumn(cursor, source);
		}
		return null;
	}

	private static void skipDropBehaviour(Cursor cursor) {
		if (!cursor.accept("cascade")) {
			cursor.accept("restrict");
		}
	}

	private AlterAction rename(Cursor cursor, String source) {
		if (cursor.accept("to")) {
			return new AlterAction.Rename(source, RenameSubject.TABLE, null, cursor.name());
		}
		RenameSubject subject = cursor.accept("constraint") ? RenameSubject.CONSTRAINT : RenameSubject.COLUMN;
		cursor.accept("column");
		String from = cursor.name();
		cursor.expect("to");
		return new AlterAction.Rename(source, subject, from, cursor.name());
	}

	private @Nullable AlterAction alterColumn(Cursor cursor, String source) {
		String column = cursor.name();
		if (cursor.accept("set", "not", "null")) {
			return new AlterAction.SetNotNull(source, column);
		}
		if (cursor.accept("type") || cursor.accept("set", "data", "type")) {
			return alterType(cursor, source, column);
		}
		if (cursor.accept("drop", "default") || cursor.accept("drop", "not", "null") || cursor.accept("set", "default")
				|| cursor.accept("set", "storage") || cursor.accept("set", "compression")) {
			cursor.skipRest();
			return new AlterAction.Instant(source, false);
		}
		if (cursor.accept("set", "statistics")) {
			cursor.skipRest();
			return new AlterAction.Instant(source, true);
		}
		return null;
	}

	private AlterAction alterType(Cursor cursor, String source, String column) {
		int from = cursor.index();
		while (!cursor.atEnd() && !cursor.at("using") && !cursor.at("collate")) {
			cursor.skip();
		}
		String type = cursor.foldedFrom(from);
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
