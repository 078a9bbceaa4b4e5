package dev.zdm.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.zdm.catalog.Facts;
import dev.zdm.catalog.Relation;
import dev.zdm.plan.Step.Patience;
import dev.zdm.plan.Step.StepTransaction;
import dev.zdm.rule.StatementLocks;
import dev.zdm.sql.ObjectCommand;
import dev.zdm.sql.Option;
import dev.zdm.sql.QualifiedName;

/**
 * Plans a {@code TRUNCATE} of several tables: one at a time, but for those that foreign
 * keys tie together. The catalog does not show that a table was emptied, so that it is
 * emptied once more when the statement goes on after a crash.
 */
final class TruncatePlanner {

	private final ObjectCommand truncate;

	private final Facts facts;

	private TruncatePlanner(ObjectCommand truncate, Facts facts) {
		this.truncate = truncate;
		this.facts = facts;
	}

	/**
	 * The steps; none for tables that have to be emptied together, and where others refer
	 * to them: PostgreSQL refuses, or empties those too.
	 */
	static List<Step> steps(ObjectCommand truncate, Facts facts) {
		boolean known = truncate.names().stream().allMatch((name) -> facts.relation(name).isPresent());
		return (known && facts.reached().isEmpty()) ? new TruncatePlanner(truncate, facts).steps() : List.of();
	}

	private List<Step> steps() {
		List<List<QualifiedName>> groups = new ArrayList<>();
		for (QualifiedName name : this.truncate.names()) {
			List<List<QualifiedName>> tied = groups.stream()
				.filter((group) -> group.stream().anyMatch((other) -> isTied(name, other)))
				.toList();
			groups.removeAll(tied);
			groups.add(Stream.concat(tied.stream().flatMap(List::stream), Stream.of(name)).toList());
		}
		boolean referred = this.truncate.names().stream().flatMap(this::emptied).anyMatch(this::isReferred);
		return (referred || groups.size() < 2) ? List.of() : groups.stream().map(this::emptying).toList();
	}

	private Stream<Relation> emptied(QualifiedName name) {
		Relation table = this.facts.relation(name).orElseThrow();
		return (this.truncate.only().contains(name) ? List.of(table) : this.facts.tree(table)).stream();
	}

	/** Whether a foreign key, or an ancestor, is common to both. */
	private boolean isTied(QualifiedName one, QualifiedName other) {
		List<Long> others = emptied(other).map(Relation::oid).toList();
		return emptied(one).anyMatch((table) -> others.contains(table.oid()) || table.constraints()
			.stream()
			.anyMatch((key) -> key.other() != null && others.contains(key.other().oid())));
	}

	private boolean isReferred(Relation table) {
		List<Long> all = this.truncate.names().stream().flatMap(this::emptied).map(Relation::oid).toList();
		return table.constraints()
			.stream()
			.anyMatch((key) -> key.incoming() && !all.contains(Objects.requireNonNull(key.other()).oid()));
	}

	private Step emptying(List<QualifiedName> names) {
		String tables = names.stream()
			.map((name) -> (this.truncate.only().contains(name) ? "ONLY " : "")
					+ this.facts.relation(name).orElseThrow().name())
			.collect(Collectors.joining(", "));
		ObjectCommand part = new ObjectCommand(this.truncate.text(), this.truncate.kind(), this.truncate.verb(),
				this.truncate.type(), names, null, this.truncate.only(), this.truncate.options());
		return new Step(
				"TRUNCATE TABLE " + tables
						+ (this.truncate.options().contains(Option.RESTART_IDENTITY) ? " RESTART IDENTITY" : ""),
				StepTransaction.OWN, Patience.LADDER, StatementLocks.of(part, this.facts), Check.NEVER, null);
	}

}
