package dev.zdm.sql;

import java.util.Set;

/**
 * Understands {@code ALTER}.
 */
final class AlterParser {

	private AlterParser() {
	}

	static Statement parse(SqlText text, String kind, Cursor cursor) {
		cursor.expect("alter");
		ObjectType type = ObjectType.expect(cursor);
		return switch (type) {
			case TABLE -> table(text, kind, cursor);
			case DEFAULT_PRIVILEGES, SYSTEM -> altered(text, kind, type, new ObjectReference(null, null), Set.of(),
					ActionParser.single(text, type, cursor));
			case USER_MAPPING, LARGE_OBJECT -> named(text, kind, type, cursor);
			case ROLE -> role(text, kind, cursor);
			default -> {
				if (type.isRelation() && cursor.at("all") && cursor.isNext("in")) {
					yield allInTablespace(text, kind, type, cursor);
				}
				yield named(text, kind, type, cursor);
			}
		};
	}

	private static Statement table(SqlText text, String kind, Cursor cursor) {
		if (cursor.at("all") && cursor.isNext("in")) {
			return allInTablespace(text, kind, ObjectType.TABLE, cursor);
		}
		boolean ifExists = cursor.accept("if", "exists");
		boolean only = cursor.accept("only");
		QualifiedName name = cursor.table(only);
		ActionParser actions = ActionParser.list(text, ObjectType.TABLE, cursor);
		return new Statement.AlterTable(text, name, only, ifExists, actions.actions(), actions.ranges());
	}

	private static Statement named(SqlText text, String kind, ObjectType type, Cursor cursor) {
		boolean ifExists = cursor.accept("if", "exists");
		boolean only = type == ObjectType.FOREIGN_TABLE && cursor.accept("only");
		ObjectReference object = type.isRelation() ? new ObjectReference(cursor.table(only), null)
				: ObjectReference.read(cursor, type);
		Set<Option> options = new Options().add(ifExists, Option.IF_EXISTS).add(only, Option.ONLY).set();
		boolean list = (type.isRelation() && type != ObjectType.SEQUENCE) || type == ObjectType.TYPE;
		return altered(text, kind, type, object, options,
				list ? ActionParser.list(text, type, cursor) : ActionParser.single(text, type, cursor));
	}

	private static Statement role(SqlText text, String kind, Cursor cursor) {
		return altered(text, kind, ObjectType.ROLE,
				cursor.accept("all") ? new ObjectReference(null, null) : ObjectReference.read(cursor, ObjectType.ROLE),
				Set.of(), ActionParser.single(text, ObjectType.ROLE, cursor));
	}

	private static Statement allInTablespace(SqlText text, String kind, ObjectType type, Cursor cursor) {
		cursor.expect("all", "in", "tablespace");
		QualifiedName tablespace = QualifiedName.of(cursor.name());
		if (cursor.accept("owned", "by")) {
			do {
				cursor.name();
			}
			while (cursor.acceptSymbol(','));
		}
		return altered(text, kind, type, new ObjectReference(tablespace, null), Set.of(Option.ALL_OF),
				ActionParser.list(text, type, cursor));
	}

	private static Statement altered(SqlText text, String kind, ObjectType type, ObjectReference object,
			Set<Option> options, ActionParser actions) {
		QualifiedName name = object.name();
		return new AlterObject(text, kind, type, name, object.on(), options, actions.actions(), actions.ranges());
	}

}
