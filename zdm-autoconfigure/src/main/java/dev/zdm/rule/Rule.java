package dev.zdm.rule;

import java.util.Collection;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.Stream;

import dev.zdm.catalog.Facts;
import dev.zdm.catalog.Relation;
import dev.zdm.sql.QualifiedName;
import dev.zdm.sql.Statement;

/**
 * A rule is a value: what it is called, and the function that finds its cases.
 *
 * @param code its code, never used for another rule
 * @param title what it says, in a few words
 * @param hazard what makes its cases dangerous
 * @param cases finds what the rule has to say about a statement
 */
record Rule(String code, String title, Hazard hazard, BiFunction<Statement, Facts, Stream<Case>> cases) {

	Stream<Finding> findings(Statement statement, Facts facts) {
		return this.cases.apply(statement, facts)
			.map((found) -> new Finding(this.code, this.title, this.hazard, found.relations(), found.detail(),
					found.wayOut()));
	}

	/**
	 * A place where a rule applies.
	 *
	 * @param detail what would happen
	 * @param wayOut what to do instead
	 * @param relations the relations that are worked on, or that the case is about
	 */
	record Case(String detail, String wayOut, List<QualifiedName> relations) {

		/** A case about relations that its own text names. */
		Case(String detail, String wayOut) {
			this(detail, wayOut, List.of());
		}

		/** The same, with the relations that are worked on: those that have rows. */
		Case on(Collection<Relation> relations) {
			return new Case(this.detail, this.wayOut,
					relations.stream().filter(Relation::hasRows).map(Relation::name).distinct().toList());
		}

	}

}
