package dev.zdm.sql;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Relations with commas between them.
 *
 * @param names their names, in order
 * @param only those whose descendants are left out
 */
record RelationList(List<QualifiedName> names, Set<QualifiedName> only) {

	/** Relations, each perhaps with columns or an alias behind it. */
	static RelationList read(Cursor cursor) {
		List<QualifiedName> names = new ArrayList<>();
		Set<QualifiedName> only = new LinkedHashSet<>();
		do {
			boolean alone = cursor.accept("only");
			QualifiedName name = cursor.table(alone);
			cursor.acceptGroup();
			names.add(name);
			if (alone) {
				only.add(name);
			}
		}
		while (cursor.acceptSymbol(','));
		return new RelationList(List.copyOf(names), Set.copyOf(only));
	}

	static RelationList none() {
		return new RelationList(List.of(), Set.of());
	}

}
