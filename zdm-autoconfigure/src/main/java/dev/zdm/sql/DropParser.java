package dev.zdm.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import dev.zdm.sql.ObjectCommand.Verb;

/**
 * Understands {@code DROP}.
 */
final class DropParser {

	private DropParser() {
	}

	static Statement parse(SqlText text, String kind, Cursor cursor) {
		cursor.expect("drop");
		if (cursor.accept("owned", "by")) {
			return owned(text, kind, cursor);
		}
		ObjectType type = ObjectType.expect(cursor);
		boolean concurrently = type == ObjectType.INDEX && cursor.accept("concurrently");
		boolean ifExists = cursor.accept("if", "exists");
		List<QualifiedName> names = new ArrayList<>();
		ObjectReference object;
		do {
			object = ObjectReference.read(cursor, type);
			if (object.name() != null) {
				names.add(object.name());
			}
		}
		while (cursor.acceptSymbol(','));
		boolean cascade = ActionParser.cascade(cursor);
		if (type == ObjectType.DATABASE) {
			cursor.accept("with");
			cursor.acceptGroup();
		}
		cursor.expectEnd();
		if (type == ObjectType.INDEX) {
			return new Statement.DropIndex(text, List.copyOf(names), concurrently, ifExists, cascade);
		}
		Set<Option> options = new Options().add(ifExists, Option.IF_EXISTS).add(cascade, Option.CASCADE).set();
		return new ObjectCommand(text, kind, Verb.DROP, type, List.copyOf(names), object.on(), Set.of(), options);
	}

	private static Statement owned(SqlText text, String kind, Cursor cursor) {
		List<QualifiedName> roles = RelationList.read(cursor).names();
		Set<Option> options = new Options().add(ActionParser.cascade(cursor), Option.CASCADE).set();
		return new ObjectCommand(text, kind, Verb.DROP, ObjectType.OWNED, roles, null, Set.of(), options);
	}

}
