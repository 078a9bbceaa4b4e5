package dev.zdm.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import dev.zdm.sql.Dml.Verb;

/**
 * Understands what reads and writes rows, as far as its target and whether it is
 * restricted.
 */
final class DmlParser {

	private static final Set<String> QUERIES = Set.of("select", "with", "table");

	private static final Set<String> SET_OPERATIONS = Set.of("union", "intersect", "except");

	private final SqlText text;

	private final Cursor cursor;

	private final List<QualifiedName> written = new ArrayList<>();

	private DmlParser(SqlText text, Cursor cursor) {
		this.text = text;
		this.cursor = cursor;
	}

	/** The statement, or null when it begins with none of these commands. */
	static @Nullable Statement parse(SqlText text, Cursor cursor) {
		DmlParser parser = new DmlParser(text, cursor);
		if (cursor.at("with")) {
			parser.written.addAll(CommonTables.read(text, cursor));
		}
		if (cursor.atAny(CommonTables.WRITES)) {
			return parser.write();
		}
		if (cursor.accept("copy")) {
			return parser.copy();
		}
		return cursor.accept("select") ? parser.select() : parser.afterWith();
	}

	private Statement write() {
		if (this.cursor.accept("update")) {
			boolean only = this.cursor.accept("only");
			return dml(Verb.UPDATE, this.cursor.table(only), only);
		}
		if (this.cursor.accept("delete", "from")) {
			boolean only = this.cursor.accept("only");
			return dml(Verb.DELETE, this.cursor.table(only), only);
		}
		if (this.cursor.accept("merge", "into")) {
			boolean only = this.cursor.accept("only");
			return dml(Verb.MERGE, this.cursor.table(only), only);
		}
		this.cursor.expect("insert", "into");
		QualifiedName target = this.cursor.qualifiedName();
		return new Dml(this.text, Verb.INSERT, target, false, false, insertsQuery(), List.copyOf(this.written));
	}

	private Statement dml(Verb verb, QualifiedName target, boolean only) {
		boolean where = verb != Verb.MERGE && Expression.passTo(this.cursor, Set.of("where"));
		return new Dml(this.text, verb, target, only, where, false, List.copyOf(this.written));
	}

	private boolean insertsQuery() {
		if (this.cursor.accept("as")) {
			this.cursor.name();
		}
		if (this.cursor.atSymbol('(') && !isQueryInside()) {
			this.cursor.skip();
		}
		if (this.cursor.accept("overriding")) {
			this.cursor.skip();
			this.cursor.accept("value");
		}
		boolean inside = this.cursor.atSymbol('(') && isQueryInside();
		while (inside && this.cursor.acceptSymbol('(')) {
			// the query is in the innermost
		}
		if (this.cursor.atAny(QUERIES)) {
			if (this.cursor.at("with")) {
				this.written.addAll(CommonTables.read(this.text, this.cursor));
				return !this.cursor.at("values");
			}
			return true;
		}
		return this.cursor.at("values") && Expression.passTo(this.cursor, SET_OPERATIONS);
	}

	private boolean isQueryInside() {
		int i = 1;
		Token next = this.cursor.peek(i);
		while (next != null && next.isSymbol('(')) {
			next = this.cursor.peek(++i);
		}
		if (next == null || next.kind() != Token.Kind.WORD) {
			return false;
		}
		Token after = this.cursor.peek(i + 1);
		return QUERIES.contains(next.value()) || (next.is("values") && after != null && after.isSymbol('('));
	}

	private Statement copy() {
		if (this.cursor.atSymbol('(')) {
			return new Dml(this.text, Verb.COPY_TO, null, false, false, false, List.of());
		}
		if (this.cursor.at("binary") && !this.cursor.isNext("from") && !this.cursor.isNext("to")) {
			this.cursor.skip();
		}
		QualifiedName table = this.cursor.qualifiedName();
		this.cursor.acceptGroup();
		Verb verb = this.cursor.accept("from") ? Verb.COPY_FROM : Verb.COPY_TO;
		return new Dml(this.text, verb, table, false, Expression.passTo(this.cursor, Set.of("where")), false,
				List.of());
	}

	private Statement select() {
		if (!Expression.passTo(this.cursor, Set.of("into"))) {
			return new Query(this.text, "SELECT", null, false, List.copyOf(this.written));
		}
		this.cursor.expect("into");
		boolean scope = this.cursor.at("local") || this.cursor.at("global");
		if (scope && (this.cursor.isNext("temp") || this.cursor.isNext("temporary"))) {
			this.cursor.skip();
		}
		boolean word = !this.cursor.isNext("from") && !this.cursor.isNextSymbol('.') && this.cursor.peek(1) != null;
		boolean temporary = word && (this.cursor.accept("temp") || this.cursor.accept("temporary"));
		if (word && !temporary) {
			this.cursor.accept("unlogged");
		}
		this.cursor.accept("table");
		return new Query(this.text, "SELECT", this.cursor.qualifiedName(), temporary, List.copyOf(this.written));
	}

	private @Nullable Statement afterWith() {
		return this.written.isEmpty() ? null : new Query(this.text, "WITH", null, false, List.copyOf(this.written));
	}

}
