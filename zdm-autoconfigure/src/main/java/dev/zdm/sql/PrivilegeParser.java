package dev.zdm.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import dev.zdm.sql.ObjectCommand.Verb;

/**
 * Understands the commands that say something of objects but leave them as they are:
 * comments, labels, privileges and owners.
 */
final class PrivilegeParser {

	private static final Map<String, ObjectType> ALL_KINDS = Map.of("tables", ObjectType.TABLE, "sequences",
			ObjectType.SEQUENCE, "functions", ObjectType.FUNCTION, "procedures", ObjectType.PROCEDURE, "routines",
			ObjectType.ROUTINE);

	private final SqlText text;

	private final String kind;

	private final Cursor cursor;

	private PrivilegeParser(SqlText text, String kind, Cursor cursor) {
		this.text = text;
		this.kind = kind;
		this.cursor = cursor;
	}

	/** The statement, or null when it begins with none of these commands. */
	static @Nullable Statement parse(SqlText text, String kind, Cursor cursor) {
		PrivilegeParser parser = new PrivilegeParser(text, kind, cursor);
		if (cursor.accept("comment", "on")) {
			return parser.described(Verb.COMMENT);
		}
		if (cursor.accept("security", "label")) {
			if (cursor.accept("for")) {
				cursor.skip();
			}
			cursor.expect("on");
			return parser.described(Verb.SECURITY_LABEL);
		}
		if (cursor.at("grant") || cursor.at("revoke")) {
			return parser.privileges(Verb.valueOf(cursor.name().toUpperCase(Locale.ROOT)));
		}
		if (cursor.accept("reassign", "owned", "by")) {
			return parser.command(Verb.REASSIGN, ObjectType.OWNED, RelationList.read(cursor).names(), null, Set.of());
		}
		return cursor.accept("import", "foreign", "schema")
				? parser.command(Verb.IMPORT, ObjectType.SCHEMA, List.of(cursor.qualifiedName()), null, Set.of())
				: null;
	}

	private Statement described(Verb verb) {
		ObjectType type = ObjectType.expect(this.cursor);
		ObjectReference object = ObjectReference.read(this.cursor, type);
		this.cursor.expect("is");
		List<QualifiedName> names = (object.name() != null) ? List.of(object.name()) : List.of();
		return command(verb, type, names, object.on(), Set.of());
	}

	private Statement privileges(Verb verb) {
		List<QualifiedName> roles = new ArrayList<>();
		while (!this.cursor.atEnd() && !this.cursor.at("on") && !this.cursor.at("to") && !this.cursor.at("from")) {
			if (this.cursor.peek() != null && this.cursor.peek().isName()) {
				roles.add(QualifiedName.of(this.cursor.peek().value()));
			}
			this.cursor.skip();
		}
		if (!this.cursor.accept("on")) {
			return command(verb, ObjectType.ROLE, roles, null, Set.of());
		}
		if (this.cursor.at("all")) {
			return allInSchema(verb);
		}
		ObjectType type = type();
		List<QualifiedName> names = new ArrayList<>();
		do {
			QualifiedName name = ObjectReference.read(this.cursor, type).name();
			if (name != null) {
				names.add(name);
			}
		}
		while (this.cursor.acceptSymbol(','));
		return command(verb, type, List.copyOf(names), null, Set.of());
	}

	/** A word that names a kind of object may also name a table. */
	private ObjectType type() {
		Token next = this.cursor.peek(1);
		boolean table = next == null || next.is("to") || next.is("from") || next.isSymbol(',') || next.isSymbol('.');
		ObjectType type = table ? null : ObjectType.accept(this.cursor);
		return (type != null) ? type : ObjectType.TABLE;
	}

	private Statement allInSchema(Verb verb) {
		this.cursor.expect("all");
		ObjectType type = ALL_KINDS.getOrDefault(this.cursor.name(), ObjectType.TABLE);
		this.cursor.expect("in", "schema");
		return command(verb, type, RelationList.read(this.cursor).names(), null, Set.of(Option.ALL_OF));
	}

	private Statement command(Verb verb, ObjectType type, List<QualifiedName> names, @Nullable QualifiedName on,
			Set<Option> options) {
		return new ObjectCommand(this.text, this.kind, verb, type, List.copyOf(names), on, Set.of(), options);
	}

}
