package dev.zdm.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The queries and writes in {@code WITH}.
 */
final class CommonTables {

	static final Set<String> WRITES = Set.of("insert", "update", "delete", "merge");

	private final SqlText text;

	private final Cursor cursor;

	private final List<QualifiedName> written = new ArrayList<>();

	private CommonTables(SqlText text, Cursor cursor) {
		this.text = text;
		this.cursor = cursor;
	}

	/**
	 * Moves behind {@code WITH}.
	 * @return the targets of what writes in it; writes are nowhere deeper
	 */
	static List<QualifiedName> read(SqlText text, Cursor cursor) {
		CommonTables tables = new CommonTables(text, cursor);
		tables.read(true);
		return tables.written;
	}

	private void read(boolean outermost) {
		this.cursor.expect("with");
		if (this.cursor.at("recursive") && !this.cursor.isNext("as") && !this.cursor.isNextSymbol('(')) {
			this.cursor.skip();
		}
		do {
			this.cursor.name();
			this.cursor.acceptGroup();
			this.cursor.expect("as");
			this.cursor.accept("not");
			this.cursor.accept("materialized");
			int from = this.cursor.index() + 1;
			this.cursor.expectGroup();
			if (outermost) {
				inside(new Cursor(this.text, from, this.cursor.index() - 1));
			}
			searchAndCycle();
		}
		while (this.cursor.acceptSymbol(','));
	}

	private void inside(Cursor inner) {
		if (inner.at("with")) {
			new CommonTables(this.text, inner).read(false);
		}
		if (inner.acceptAny(WRITES)) {
			if (!inner.accept("from")) {
				inner.accept("into");
			}
			this.written.add(inner.table(inner.accept("only")));
		}
	}

	private void searchAndCycle() {
		if (this.cursor.accept("search")) {
			Expression.passTo(this.cursor, Set.of("set"));
			this.cursor.expect("set");
			this.cursor.name();
		}
		if (this.cursor.accept("cycle")) {
			Expression.passTo(this.cursor, Set.of("using"));
			this.cursor.expect("using");
			this.cursor.name();
		}
	}

}
