package dev.zdm.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Understands {@code CREATE TABLE}, as it is, as a partition, of a type, or from a query.
 */
final class CreateTableParser {

	private final SqlText text;

	private final Cursor cursor;

	private final List<AlterAction> elements = new ArrayList<>();

	private final List<QualifiedName> like = new ArrayList<>();

	private List<QualifiedName> inherits = List.of();

	private @Nullable QualifiedName partitionOf;

	private @Nullable String bound;

	private String clauses = "";

	private CreateTableParser(SqlText text, Cursor cursor) {
		this.text = text;
		this.cursor = cursor;
	}

	/** A table, from what stands behind {@code TABLE}. */
	static Statement table(SqlText text, Cursor cursor, Options options) {
		CreateTableParser parser = new CreateTableParser(text, cursor);
		QualifiedName name = parser.name(options);
		options.add("pg_temp".equals(name.schema()), Option.TEMPORARY);
		parser.body();
		boolean query = parser.clauses(options);
		if (query) {
			parser.elements.clear();
			parser.like.clear();
			options.add(true, Option.AS_QUERY).add(endsWithoutData(text), Option.WITH_NO_DATA);
		}
		Set<Option> given = options.set();
		return new Statement.CreateTable(text, name, given.contains(Option.TEMPORARY), parser.references(name),
				parser.partitionOf, parser.bound, parser.clauses, parser.inherits, List.copyOf(parser.like),
				List.copyOf(parser.elements), given);
	}

	/** A foreign table, whose server is the only one to know its rows. */
	static Statement foreignTable(SqlText text, String kind, Cursor cursor, Options options) {
		CreateTableParser parser = new CreateTableParser(text, cursor);
		QualifiedName name = parser.name(options);
		parser.body();
		parser.clauses(options);
		List<QualifiedName> parents = Names.of(parser.partitionOf, null, parser.inherits);
		return new CreateObject(text, kind, ObjectType.FOREIGN_TABLE, name, null,
				Names.join(parents, parser.references(name)), options.set());
	}

	private QualifiedName name(Options options) {
		options.add(this.cursor.accept("if", "not", "exists"), Option.IF_NOT_EXISTS);
		return this.cursor.qualifiedName();
	}

	private void body() {
		boolean typed = true;
		if (this.cursor.accept("partition", "of")) {
			this.partitionOf = this.cursor.qualifiedName();
			typed = false;
		}
		else if (this.cursor.accept("of")) {
			this.cursor.qualifiedName();
			typed = false;
		}
		if (this.cursor.atSymbol('(')) {
			int open = this.cursor.index();
			this.cursor.skip();
			boolean columnNames = this.cursor.at("as") || isColumnList(open);
			if (!columnNames) {
				elements(open + 1, this.cursor.index() - 1, typed);
			}
		}
		if (this.partitionOf != null) {
			bound();
		}
	}

	private void bound() {
		int from = this.cursor.index();
		if (!this.cursor.accept("default")) {
			this.cursor.accept("for", "values");
			if (this.cursor.accept("from")) {
				this.cursor.acceptGroup();
				this.cursor.accept("to");
			}
			else if (!this.cursor.accept("in")) {
				this.cursor.accept("with");
			}
			this.cursor.acceptGroup();
		}
		this.bound = this.text.slice(from, this.cursor.index());
		this.clauses = this.cursor.rest();
	}

	/** Names only, as before a query: no name has another word behind it. */
	private boolean isColumnList(int open) {
		if (this.partitionOf != null) {
			return false;
		}
		Cursor inner = new Cursor(this.text, open + 1, this.cursor.index() - 1);
		while (!inner.atEnd()) {
			Token next = inner.peek(1);
			if (inner.peek() == null || !inner.peek().isName() || (next != null && !next.isSymbol(','))) {
				return false;
			}
			inner.skip();
			inner.acceptSymbol(',');
		}
		return true;
	}

	private void elements(int from, int to, boolean typed) {
		Cursor inner = new Cursor(this.text, from, to);
		int start = from;
		while (!inner.atEnd()) {
			if (inner.atSymbol(',')) {
				element(start, inner.index(), typed);
				start = inner.index() + 1;
			}
			inner.skip();
		}
		if (start < to) {
			element(start, to, typed);
		}
	}

	private void element(int from, int to, boolean typed) {
		String source = this.text.slice(from, to);
		Cursor element = new Cursor(this.text, from, to);
		try {
			if (element.accept("like")) {
				this.like.add(element.qualifiedName());
			}
			else if (ConstraintParser.isNext(element)) {
				this.elements.add(ConstraintParser.parse(element, source));
			}
			else {
				this.elements.add(ColumnParser.declared(element, source, typed));
			}
		}
		catch (Cursor.NotUnderstoodException ex) {
			this.elements.add(new AlterAction.Unknown(source, ex.position(), ex.reason()));
		}
	}

	/** Whether a query follows. */
	private boolean clauses(Options options) {
		while (!this.cursor.atEnd()) {
			if (this.cursor.accept("as")) {
				return true;
			}
			if (this.cursor.accept("partition", "by")) {
				options.add(true, Option.PARTITIONED);
			}
			else if (this.cursor.at("inherits") && this.cursor.isNextSymbol('(')) {
				this.cursor.skip();
				this.cursor.expectSymbol('(');
				this.inherits = names();
			}
			else {
				this.cursor.skip();
			}
		}
		return false;
	}

	private List<QualifiedName> names() {
		List<QualifiedName> names = new ArrayList<>();
		do {
			names.add(this.cursor.table(this.cursor.accept("only")));
		}
		while (this.cursor.acceptSymbol(','));
		this.cursor.expectSymbol(')');
		return List.copyOf(names);
	}

	private List<QualifiedName> references(QualifiedName own) {
		return this.elements.stream()
			.flatMap((element) -> element.references().stream())
			.filter((name) -> !name.equals(own))
			.distinct()
			.toList();
	}

	static boolean endsWithoutData(SqlText text) {
		int size = text.tokens().size();
		return size > 2 && text.tokens().get(size - 3).is("with") && text.tokens().get(size - 2).is("no")
				&& text.tokens().get(size - 1).is("data");
	}

}
