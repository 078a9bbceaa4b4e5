package dev.zdm.sql;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Understands {@code CREATE}.
 */
final class CreateParser {

	private final SqlText text;

	private final String kind;

	private final Cursor cursor;

	private final Options options = new Options();

	private CreateParser(SqlText text, String kind, Cursor cursor) {
		this.text = text;
		this.kind = kind;
		this.cursor = cursor;
	}

	static Statement parse(SqlText text, String kind, Cursor cursor) {
		return new CreateParser(text, kind, cursor).parse();
	}

	private Statement parse() {
		this.cursor.expect("create");
		boolean unique = this.cursor.accept("unique");
		if (this.cursor.accept("index")) {
			return index(unique);
		}
		this.options.add(this.cursor.accept("or", "replace"), Option.OR_REPLACE);
		if (!this.cursor.accept("global")) {
			this.cursor.accept("local");
		}
		this.options.add(this.cursor.accept("temp") || this.cursor.accept("temporary"), Option.TEMPORARY)
			.add(this.cursor.accept("unlogged"), Option.UNLOGGED)
			.add(this.cursor.accept("recursive"), Option.RECURSIVE)
			.add(this.cursor.accept("constraint"), Option.CONSTRAINT);
		this.cursor.accept("default");
		ObjectType type = ObjectType.expect(this.cursor);
		return switch (type) {
			case TABLE -> CreateTableParser.table(this.text, this.cursor, this.options);
			case FOREIGN_TABLE -> CreateTableParser.foreignTable(this.text, this.kind, this.cursor, this.options);
			default -> object(type);
		};
	}

	private Statement index(boolean unique) {
		boolean concurrently = this.cursor.accept("concurrently");
		boolean ifNotExists = this.cursor.accept("if", "not", "exists");
		String name = this.cursor.at("on") ? null : this.cursor.qualifiedName().name();
		this.cursor.expect("on");
		boolean only = this.cursor.accept("only");
		QualifiedName table = this.cursor.table(only);
		return new Statement.CreateIndex(this.text, name, table, unique, concurrently, ifNotExists, only,
				this.cursor.rest());
	}

	private Statement object(ObjectType type) {
		this.options.add(this.cursor.accept("if", "not", "exists"), Option.IF_NOT_EXISTS);
		return switch (type) {
			case VIEW -> created(type, this.cursor.qualifiedName(), null, List.of());
			case MATERIALIZED_VIEW -> {
				this.options.add(CreateTableParser.endsWithoutData(this.text), Option.WITH_NO_DATA);
				yield created(type, this.cursor.qualifiedName(), null, List.of());
			}
			case SEQUENCE -> {
				QualifiedName name = this.cursor.qualifiedName();
				yield created(type, name, null, SequenceOptions.owners(this.cursor));
			}
			case TRIGGER -> trigger();
			case RULE, POLICY -> attached(type);
			case STATISTICS -> statistics();
			case PUBLICATION -> publication();
			case SCHEMA -> schema();
			case OPERATOR_CLASS, OPERATOR_FAMILY, OPERATOR, CAST, TRANSFORM, USER_MAPPING, FUNCTION, PROCEDURE,
					AGGREGATE, TYPE ->
				unattached(type);
			default -> created(type, this.cursor.qualifiedName(), null, List.of());
		};
	}

	private Statement unattached(ObjectType type) {
		if (type == ObjectType.OPERATOR) {
			return created(type, ObjectReference.operator(this.cursor), null, List.of());
		}
		boolean nameless = type == ObjectType.CAST || type == ObjectType.TRANSFORM || type == ObjectType.USER_MAPPING;
		return created(type, nameless ? null : this.cursor.qualifiedName(), null, List.of());
	}

	private Statement trigger() {
		QualifiedName name = QualifiedName.of(this.cursor.name());
		QualifiedName on = skipTo("on").qualifiedName();
		return created(ObjectType.TRIGGER, name, on,
				this.cursor.accept("from") ? List.of(this.cursor.qualifiedName()) : List.of());
	}

	private Statement attached(ObjectType type) {
		QualifiedName name = QualifiedName.of(this.cursor.name());
		if (type == ObjectType.POLICY) {
			this.cursor.expect("on");
			return created(type, name, this.cursor.qualifiedName(), List.of());
		}
		this.cursor.expect("as", "on");
		this.cursor.name();
		this.cursor.expect("to");
		return created(type, name, this.cursor.qualifiedName(), List.of());
	}

	private Statement statistics() {
		boolean nameless = this.cursor.atSymbol('(') || (this.cursor.at("on") && !this.cursor.isNext("on"));
		QualifiedName name = nameless ? null : this.cursor.qualifiedName();
		return created(ObjectType.STATISTICS, name, null, RelationList.read(skipTo("from")).names());
	}

	private Statement publication() {
		QualifiedName name = this.cursor.qualifiedName();
		boolean all = this.cursor.accept("for", "all");
		this.options.add(all, Option.ALL_OF);
		List<QualifiedName> tables = (!all && this.cursor.accept("for")) ? PublicationTables.read(this.cursor)
				: List.of();
		return created(ObjectType.PUBLICATION, name, null, tables);
	}

	private Statement schema() {
		QualifiedName name = this.cursor.at("authorization") ? null : this.cursor.qualifiedName();
		if (this.cursor.accept("authorization")) {
			this.cursor.name();
		}
		this.options.add(!this.cursor.atEnd(), Option.WITH_ELEMENTS);
		return created(ObjectType.SCHEMA, name, null, List.of());
	}

	private Cursor skipTo(String word) {
		while (!this.cursor.atEnd() && !this.cursor.at(word)) {
			this.cursor.skip();
		}
		this.cursor.expect(word);
		return this.cursor;
	}

	private Statement created(ObjectType type, @Nullable QualifiedName name, @Nullable QualifiedName on,
			List<QualifiedName> references) {
		return new CreateObject(this.text, this.kind, type, name, on, List.copyOf(references), this.options.set());
	}

}
