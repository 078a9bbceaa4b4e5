package dev.zdm.rule;

import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.Stream;

import dev.zdm.catalog.Facts;
import dev.zdm.catalog.Relation;
import dev.zdm.sql.ActionKind;
import dev.zdm.sql.AlterAction;
import dev.zdm.sql.AlterAction.AddColumn;
import dev.zdm.sql.AlterAction.AlterType;
import dev.zdm.sql.AlterAction.Change;
import dev.zdm.sql.AlterAction.DropConstraint;
import dev.zdm.sql.AlterAction.Generation;
import dev.zdm.sql.Option;
import dev.zdm.sql.Statement;
import dev.zdm.sql.Statement.AlterTable;

/**
 * A table that others can see, and the {@code ALTER TABLE} that is about it.
 *
 * @param alter the statement
 * @param table the table
 * @param facts what the catalog says
 */
record Altered(AlterTable alter, Relation table, Facts facts) {

	/** Looks at every action of one kind in an {@code ALTER TABLE}. */
	static <A extends AlterAction> BiFunction<Statement, Facts, Stream<Rule.Case>> by(Class<A> type,
			ActionRule<A> rule) {
		return (statement,
				facts) -> (statement instanceof AlterTable alter)
						? facts.relation(alter.name())
							.filter((table) -> !table.isPrivate())
							.stream()
							.flatMap((table) -> alter.actions()
								.stream()
								.filter(type::isInstance)
								.map(type::cast)
								.flatMap((action) -> rule.cases(action, new Altered(alter, table, facts))))
						: Stream.empty();
	}

	/** Looks at every action that changes the catalog in one of these ways. */
	static BiFunction<Statement, Facts, Stream<Rule.Case>> by(List<ActionKind> kinds, ActionRule<Change> rule) {
		return by(Change.class,
				(change, altered) -> kinds.contains(change.kind()) ? rule.cases(change, altered) : Stream.empty());
	}

	/** The table and what inherits from it, as far as the statement reaches. */
	List<Relation> tree() {
		return this.alter.only() ? List.of(this.table) : this.facts.tree(this.table);
	}

	/** The table with its partitions, but without heirs. */
	List<Relation> partitions() {
		return this.table.isPartitioned() ? tree() : List.of(this.table);
	}

	/** Whether the statement drops a constraint, which then proves nothing any more. */
	boolean drops(String constraint) {
		return this.alter.actions()
			.stream()
			.anyMatch((action) -> action instanceof DropConstraint drop && drop.name().equals(constraint));
	}

	/**
	 * Whether an action rewrites the table, so that what is to be checked in its rows is
	 * checked on the way.
	 */
	boolean isRewritten() {
		return this.alter.actions().stream().anyMatch(this::rewrites);
	}

	boolean rewrites(AlterAction action) {
		if (action instanceof AddColumn add) {
			return this.table.column(add.column()).isEmpty()
					&& (add.generation() == Generation.SEQUENCE || add.generation() == Generation.STORED
							|| this.facts.effect(add).map(Facts.Effect::rewritesTable).orElse(false));
		}
		if (action instanceof AlterType type) {
			return this.table.column(type.column()).isPresent()
					&& this.facts.effect(type).map(Facts.Effect::rewritesTable).orElse(true);
		}
		return action instanceof Change change && switch (change.kind()) {
			case SET_LOGGED -> this.table.storage().unlogged();
			case SET_UNLOGGED -> !this.table.storage().unlogged();
			case SET_EXPRESSION -> this.facts.effect(change).map(Facts.Effect::rewritesTable).orElse(true);
			case SET_ACCESS_METHOD -> !String.valueOf(this.table.storage().accessMethod())
				.equals(change.options().contains(Option.DEFAULT) ? this.facts.session().defaultAccessMethod()
						: change.argument());
			default -> false;
		};
	}

	/**
	 * What has to be said about one action.
	 *
	 * @param <A> the kind of action
	 */
	interface ActionRule<A extends AlterAction> {

		Stream<Rule.Case> cases(A action, Altered altered);

	}

}
