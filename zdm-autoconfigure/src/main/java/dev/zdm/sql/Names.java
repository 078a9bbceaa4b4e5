package dev.zdm.sql;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

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

	/** Those that are there, in order, each once. */
	static List<QualifiedName> of(@Nullable QualifiedName first, @Nullable QualifiedName second,
			List<QualifiedName> others) {
		return Stream
			.concat(Stream.of(Optional.ofNullable(first), Optional.ofNullable(second)).flatMap(Optional::stream),
					others.stream())
			.distinct()
			.toList();
	}

}
