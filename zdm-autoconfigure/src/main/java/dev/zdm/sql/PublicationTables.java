package dev.zdm.sql;

import java.util.ArrayList;
import java.util.List;

/**
 * The tables that a publication has, from what stands behind {@code FOR}, {@code ADD},
 * {@code SET} or {@code DROP}.
 */
final class PublicationTables {

	private PublicationTables() {
	}

	static List<QualifiedName> read(Cursor cursor) {
		List<QualifiedName> tables = new ArrayList<>();
		boolean schemas = false;
		do {
			if (cursor.accept("tables", "in", "schema")) {
				schemas = true;
			}
			else if (cursor.accept("table")) {
				schemas = false;
			}
			QualifiedName name = cursor.table(cursor.accept("only"));
			cursor.acceptGroup();
			if (cursor.accept("where")) {
				cursor.expectGroup();
			}
			if (!schemas) {
				tables.add(name);
			}
		}
		while (cursor.acceptSymbol(','));
		return List.copyOf(tables);
	}

}
