package dev.zdm.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import dev.zdm.sql.AlterAction.Change;
import dev.zdm.sql.AlterAction.RenameSubject;

/**
 * Understands the actions of an {@code ALTER}, one by one; an action that it does not
 * know leaves the others understood.
 */
final class ActionParser {

	private final SqlText text;

	private final ObjectType type;

	private final List<AlterAction> actions = new ArrayList<>();

	private final List<Range> ranges = new ArrayList<>();

	private ActionParser(SqlText text, ObjectType type) {
		this.text = text;
		this.type = type;
	}

	/** Actions with commas between them. */
	static ActionParser list(SqlText text, ObjectType type, Cursor cursor) {
		ActionParser parser = new ActionParser(text, type);
		int start = cursor.index();
		while (!cursor.atEnd()) {
			if (cursor.atSymbol(',')) {
				parser.add(start, cursor.index());
				cursor.skip();
				start = cursor.index();
			}
			else {
				cursor.skip();
			}
		}
		parser.add(start, cursor.end());
		return parser;
	}

	/** All of the rest as one action. */
	static ActionParser single(SqlText text, ObjectType type, Cursor cursor) {
		ActionParser parser = new ActionParser(text, type);
		parser.add(cursor.index(), cursor.end());
		cursor.skipRest();
		return parser;
	}

	List<AlterAction> actions() {
		return List.copyOf(this.actions);
	}

	List<Range> ranges() {
		return List.copyOf(this.ranges);
	}

	private void add(int from, int to) {
		this.actions.add(action(from, to));
		this.ranges.add(this.text.range(from, to));
	}

	private AlterAction action(int from, int to) {
		String source = this.text.slice(from, to);
		Cursor cursor = new Cursor(this.text, from, to);
		try {
			AlterAction action = known(cursor, source);
			if (action != null) {
				cursor.expectEnd();
				return action;
			}
			throw cursor.notUnderstood("another action");
		}
		catch (Cursor.NotUnderstoodException ex) {
			return new AlterAction.Unknown(source, ex.position(), ex.reason());
		}
	}

	private @Nullable AlterAction known(Cursor cursor, String source) {
		AlterAction common = common(cursor, source);
		if (common != null) {
			return common;
		}
		return switch (this.type) {
			case TABLE, FOREIGN_TABLE, VIEW, MATERIALIZED_VIEW, INDEX -> table(cursor, source);
			case SEQUENCE -> {
				AlterAction storage = TableActions.parse(cursor, source);
				yield (storage != null) ? storage : SequenceOptions.parse(cursor, source);
			}
			case DOMAIN -> domain(cursor, source);
			case TYPE -> TypeActions.parse(cursor, source);
			case PUBLICATION -> publication(cursor, source);
			default -> definition(cursor, source);
		};
	}

	/** What nearly every kind of object has. */
	private @Nullable AlterAction common(Cursor cursor, String source) {
		if (cursor.accept("owner", "to")) {
			return new Change(source, ActionKind.OWNER, null, cursor.name(), List.of(), Set.of());
		}
		if (cursor.at("rename") && this.type != ObjectType.TYPE) {
			cursor.skip();
			return rename(cursor, source);
		}
		if (!isParameter(cursor) && cursor.accept("set", "schema")) {
			return new Change(source, ActionKind.SET_SCHEMA, null, cursor.name(), List.of(), Set.of());
		}
		if (cursor.accept("depends", "on", "extension") || cursor.accept("no", "depends", "on", "extension")) {
			return new Change(source, ActionKind.DEPENDS, null, cursor.name(), List.of(), Set.of());
		}
		return null;
	}

	/**
	 * Of a role or a database and, with TO behind it, of a function, this is a parameter.
	 */
	private boolean isParameter(Cursor cursor) {
		Token value = cursor.peek(2);
		return this.type == ObjectType.DATABASE || this.type == ObjectType.ROLE
				|| (value != null && (value.is("to") || value.isSymbol('=')) && cursor.peek(3) != null);
	}

	static AlterAction definition(Cursor cursor, String source) {
		cursor.skipRest();
		return new Change(source, ActionKind.DEFINITION, null, null, List.of(), Set.of());
	}

	private static AlterAction publication(Cursor cursor, String source) {
		boolean tables = cursor.accept("add") || cursor.accept("drop")
				|| (!cursor.isNextSymbol('(') && cursor.accept("set"));
		List<QualifiedName> references = tables ? PublicationTables.read(cursor) : List.of();
		cursor.skipRest();
		return new Change(source, ActionKind.DEFINITION, null, null, references, Set.of());
	}

	private AlterAction rename(Cursor cursor, String source) {
		if (cursor.accept("to")) {
			RenameSubject subject = (this.type == ObjectType.TABLE) ? RenameSubject.TABLE : RenameSubject.OBJECT;
			return new AlterAction.Rename(source, subject, null, cursor.name());
		}
		RenameSubject subject = cursor.accept("constraint") ? RenameSubject.CONSTRAINT : RenameSubject.COLUMN;
		cursor.accept("column");
		String from = cursor.name();
		cursor.expect("to");
		return new AlterAction.Rename(source, subject, from, cursor.name());
	}

	private @Nullable AlterAction table(Cursor cursor, String source) {
		if (cursor.accept("add")) {
			return ConstraintParser.isNext(cursor) ? ConstraintParser.parse(cursor, source)
					: ColumnParser.added(cursor, source);
		}
		if (cursor.at("drop") || cursor.at("validate")) {
			AlterAction constraint = constraint(cursor, source);
			return (constraint != null) ? constraint : dropColumn(cursor, source);
		}
		if (cursor.accept("alter", "constraint")) {
			String name = cursor.name();
			Option option = ConstraintAttributes.read(cursor, "inherit").option();
			return new Change(source, ActionKind.ALTER_CONSTRAINT, name, null, List.of(),
					(option != null) ? Set.of(option) : Set.of());
		}
		if (cursor.accept("alter")) {
			cursor.accept("column");
			return ColumnActions.parse(cursor, source);
		}
		return TableActions.parse(cursor, source);
	}

	private @Nullable AlterAction domain(Cursor cursor, String source) {
		if (cursor.accept("add")) {
			return ConstraintParser.parse(cursor, source);
		}
		AlterAction constraint = constraint(cursor, source);
		return (constraint != null) ? constraint : ColumnActions.domain(cursor, source);
	}

	private static @Nullable AlterAction constraint(Cursor cursor, String source) {
		if (cursor.accept("drop", "constraint")) {
			boolean ifExists = cursor.accept("if", "exists");
			String constraint = cursor.name();
			return new AlterAction.DropConstraint(source, constraint, ifExists, cascade(cursor));
		}
		return cursor.accept("validate", "constraint") ? new AlterAction.ValidateConstraint(source, cursor.name())
				: null;
	}

	private static AlterAction dropColumn(Cursor cursor, String source) {
		cursor.expect("drop");
		cursor.accept("column");
		boolean ifExists = cursor.accept("if", "exists");
		String column = cursor.name();
		return new AlterAction.DropColumn(source, column, ifExists, cascade(cursor));
	}

	static boolean cascade(Cursor cursor) {
		boolean cascade = cursor.accept("cascade");
		if (!cascade) {
			cursor.accept("restrict");
		}
		return cascade;
	}

}
