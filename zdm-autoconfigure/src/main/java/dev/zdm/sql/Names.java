package dev.zdm.sql;

import java.util.List;
import java.util.stream.Stream;

/**
 * Lists of names.
 */
final class Names {

	private Names() {
	}

	/** Both lists, in order, each name once. */
	static List<QualifiedName> join(List<QualifiedName> first, List<QualifiedName> second) {
		return Stream.concat(first.stream(), second.stream()).distinct().toList();
	}

}
