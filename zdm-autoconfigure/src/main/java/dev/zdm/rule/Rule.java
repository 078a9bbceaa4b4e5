package dev.zdm.rule;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.Stream;

import dev.zdm.catalog.Facts;
import dev.zdm.catalog.Relation;
import dev.zdm.rule.Finding.Work;
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
		return this.cases.apply(statement, facts).map(this::finding);
	}

	private Finding finding(Case found) {
		List<Work> work = found.work()
			.stream()
			.map((each) -> (each.kind() == Hazard.NONE) ? new Work(this.hazard, each.relation()) : each)
			.toList();
		return new Finding(this.code, this.title, hazard(work), work, found.detail(), found.wayOut());
	}

	/** Work under a strong lock is worse than the lock. */
	private Hazard hazard(List<Work> work) {
		return (this.hazard == Hazard.LOCK && !work.isEmpty()) ? work.get(0).kind() : this.hazard;
	}

	/**
	 * A place where a rule applies.
	 *
	 * @param detail what would happen
	 * @param wayOut what to do instead
	 * @param work what is worked on; of kind {@link Hazard#NONE} for what the rule is
	 * about
	 */
	record Case(String detail, String wayOut, List<Work> work) {

		/** A case without work. */
		Case(String detail, String wayOut) {
			this(detail, wayOut, List.of());
		}

		/** The same, with the relations that the work of the rule's kind is done on. */
		Case on(Collection<Relation> relations) {
			return with(Hazard.NONE, relations);
		}

		/**
		 * The same, with relations that work of any kind is done on: if they have rows.
		 */
		Case with(Hazard kind, Collection<Relation> relations) {
			List<Work> all = new ArrayList<>(this.work);
			relations.stream()
				.filter((relation) -> relation.hasRows() && !relation.isPrivate())
				.map((relation) -> new Work(kind, relation.name()))
				.forEach(all::add);
			return new Case(this.detail, this.wayOut, List.copyOf(all));
		}

	}

}
