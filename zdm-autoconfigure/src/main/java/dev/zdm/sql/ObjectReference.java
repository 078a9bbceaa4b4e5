package dev.zdm.sql;

import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * How a command names an object that exists.
 *
 * @param name its name, or null when it has none, as a cast
 * @param on the relation that it is attached to, or null
 */
record ObjectReference(@Nullable QualifiedName name, @Nullable QualifiedName on) {

	static ObjectReference read(Cursor cursor, ObjectType type) {
		return switch (type) {
			case FUNCTION, PROCEDURE, ROUTINE, AGGREGATE -> withArguments(cursor);
			case OPERATOR -> new ObjectReference(operator(cursor), null);
			case OPERATOR_CLASS, OPERATOR_FAMILY -> {
				QualifiedName name = cursor.qualifiedName();
				cursor.expect("using");
				cursor.name();
				yield new ObjectReference(name, null);
			}
			case TRIGGER, RULE, POLICY -> {
				QualifiedName name = QualifiedName.of(cursor.name());
				cursor.expect("on");
				yield new ObjectReference(name, cursor.qualifiedName());
			}
			case CONSTRAINT -> constraint(cursor);
			case COLUMN -> {
				ColumnReference column = ColumnReference.read(cursor);
				yield new ObjectReference(QualifiedName.of(column.column()), column.table());
			}
			case TYPE, DOMAIN -> type(cursor);
			default -> withoutName(cursor, type) ? new ObjectReference(null, null)
					: new ObjectReference(cursor.qualifiedName(), null);
		};
	}

	private static ObjectReference withArguments(Cursor cursor) {
		QualifiedName name = cursor.qualifiedName();
		cursor.acceptGroup();
		return new ObjectReference(name, null);
	}

	private static ObjectReference type(Cursor cursor) {
		QualifiedName name = cursor.qualifiedName();
		cursor.acceptAny(Set.of("varying", "precision"));
		cursor.acceptGroup();
		while (cursor.atSymbol('[')) {
			cursor.skip();
		}
		return new ObjectReference(name, null);
	}

	private static ObjectReference constraint(Cursor cursor) {
		QualifiedName name = QualifiedName.of(cursor.name());
		cursor.expect("on");
		Token next = cursor.peek(1);
		boolean domain = cursor.at("domain") && next != null && next.isName() && !next.is("is");
		if (domain) {
			cursor.skip();
		}
		QualifiedName on = cursor.qualifiedName();
		return new ObjectReference(name, domain ? null : on);
	}

	/** An operator with its schema; its argument types are passed over. */
	static QualifiedName operator(Cursor cursor) {
		String schema = null;
		while (cursor.peek() != null && cursor.peek().isName()) {
			schema = cursor.name();
			cursor.expectSymbol('.');
		}
		StringBuilder operator = new StringBuilder();
		while (cursor.atKind(Token.Kind.SYMBOL) && !cursor.atSymbol('(')) {
			operator.append(cursor.peek().value());
			cursor.skip();
		}
		if (operator.isEmpty()) {
			throw cursor.notUnderstood("an operator");
		}
		cursor.acceptGroup();
		return new QualifiedName(schema, operator.toString());
	}

	/** Passes over objects that are not called by a name. */
	private static boolean withoutName(Cursor cursor, ObjectType type) {
		switch (type) {
			case CAST -> cursor.expectGroup();
			case TRANSFORM -> {
				cursor.expect("for");
				TypeName.read(cursor);
				cursor.expect("language");
				cursor.name();
			}
			case USER_MAPPING -> {
				cursor.expect("for");
				cursor.name();
				cursor.expect("server");
				cursor.name();
			}
			case LARGE_OBJECT -> {
				cursor.acceptSymbol('-');
				cursor.skip();
			}
			default -> {
				return false;
			}
		}
		return true;
	}

}
