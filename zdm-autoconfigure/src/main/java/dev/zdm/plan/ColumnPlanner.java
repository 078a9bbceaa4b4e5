package dev.zdm.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import dev.zdm.catalog.Facts;
import dev.zdm.catalog.Relation;
import dev.zdm.sql.AlterAction;
import dev.zdm.sql.AlterAction.AddColumn;
import dev.zdm.sql.AlterAction.AddConstraint;
import dev.zdm.sql.AlterAction.ConstraintKind;
import dev.zdm.sql.AlterAction.Generation;
import dev.zdm.sql.AlterAction.SetNotNull;
import dev.zdm.sql.QualifiedName;
import org.jspecify.annotations.Nullable;

/**
 * Plans how a table gets a column. What the server would do to every row under its lock
 * is split off: values are filled in batches, constraints come after them.
 */
final class ColumnPlanner {

	private static final Set<ConstraintKind> KEYS = Set.of(ConstraintKind.UNIQUE, ConstraintKind.PRIMARY_KEY);

	private final Relation table;

	private final Facts facts;

	private final AlterTableSteps steps;

	private final ChosenNames names;

	private final boolean goesOn;

	/**
	 * Creates a planner.
	 * @param goesOn whether a column that is there may come from an earlier run
	 */
	ColumnPlanner(Relation table, Facts facts, AlterTableSteps steps, boolean goesOn) {
		this.table = table;
		this.facts = facts;
		this.steps = steps;
		this.names = new ChosenNames(table, facts);
		this.goesOn = goesOn;
	}

	/** The column taken apart; null when there is no way. */
	@Nullable NewColumn plan(AddColumn add) {
		if (add.ifNotExists() && !this.goesOn && this.table.column(add.column()).isPresent()) {
			return new NewColumn(column(add, false), add, List.of());
		}
		if (lacksValue(add) || !isAccepted(add)) {
			return null;
		}
		if (add.generation() == Generation.SEQUENCE) {
			return numbered(add);
		}
		if (this.facts.effect(add).map(Facts.Effect::rewritesTable).orElse(false)) {
			return filled(add);
		}
		return isScanned(add) ? constrained(add) : new NewColumn(column(add, add.notNull()), add, List.of());
	}

	/** What could only fail on the first row. */
	private static boolean lacksValue(AddColumn add) {
		boolean refusesNull = add.notNull() || add.constraints().contains(ConstraintKind.PRIMARY_KEY);
		return refusesNull && !hasDefault(add) && add.generation() == Generation.NONE;
	}

	private static boolean hasDefault(AddColumn add) {
		return add.defaultExpression() != null && !add.defaultExpression().equalsIgnoreCase("null");
	}

	/** Whether the server would take all of the column's constraints. */
	private boolean isAccepted(AddColumn add) {
		return add.generation() != Generation.STORED && !isKeyWithoutPartitionKey(add)
				&& add.references().stream().allMatch((name) -> this.facts.relation(name).isPresent())
				&& add.parts()
					.constraints()
					.stream()
					.flatMap((constraint) -> this.facts.effect(constraint).stream())
					.allMatch((effect) -> effect.unknown() == null);
	}

	/** A key of a partitioned table has to hold what it is partitioned by. */
	private boolean isKeyWithoutPartitionKey(AddColumn add) {
		return this.table.isPartitioned() && add.constraints().stream().anyMatch(KEYS::contains);
	}

	/** Whether a constraint makes the server read or index every row. */
	private static boolean isScanned(AddColumn add) {
		return add.constraints().contains(ConstraintKind.CHECK) || add.constraints().stream().anyMatch(KEYS::contains)
				|| (add.constraints().contains(ConstraintKind.FOREIGN_KEY)
						&& (add.defaultExpression() != null || add.generation() != Generation.NONE))
				|| (add.generation() == Generation.VIRTUAL && add.notNull());
	}

	/** A value that is the same for all rows is there at once. */
	private NewColumn constrained(AddColumn add) {
		boolean notNull = add.notNull() && add.generation() == Generation.NONE;
		String value = add.parts().value();
		AddColumn added = add.bare(add.type(),
				(value.isEmpty() ? "" : " " + value) + (notNull ? " " + add.parts().notNull() : ""));
		return new NewColumn(column(add, notNull), added, later(add, add.notNull() && !notNull));
	}

	private @Nullable NewColumn filled(AddColumn add) {
		boolean instant = this.facts.effect(add.bare())
			.map((effect) -> effect.unknown() == null && !effect.rewritesTable())
			.orElse(false);
		if (!instant || !canBeFilled()) {
			return null;
		}
		AddColumn added = add.bare(add.type(), setDefault(add, String.valueOf(add.defaultExpression())));
		return new NewColumn(column(add, false), added, List.of(), List.of(), this.steps.fill(add.column()),
				later(add, add.notNull()), null);
	}

	private @Nullable NewColumn numbered(AddColumn add) {
		NewSequence sequence = NewSequence.of(add, this.table, this.names).orElse(null);
		boolean unknown = sequence == null
				|| (sequence.isIdentity() && this.table.hasDescendants() && this.facts.session().majorVersion() < 17);
		if (sequence == null || unknown || !canBeFilled()) {
			return null;
		}
		AddColumn added = add.bare(sequence.type(), setDefault(add, sequence.next()));
		return new NewColumn(column(add, false), added, sequence.create(this.facts), sequence.own(),
				this.steps.fill(add.column()), later(add, true),
				sequence.isIdentity() ? sequence.becomeIdentity(this.steps) : null);
	}

	private static String setDefault(AddColumn add, String expression) {
		return ", ALTER COLUMN " + QualifiedName.quoteIfNeeded(add.column()) + " SET DEFAULT " + expression;
	}

	/**
	 * Rows are filled along a key, or for want of one along the pages of a heap. Heirs
	 * have rows that are not the table's own.
	 */
	private boolean canBeFilled() {
		return (this.table.isPartitioned() || !this.table.hasDescendants()) && this.facts.tree(this.table)
			.stream()
			.allMatch((each) -> each.kind() == 'p' || hasKey(each) || isHeap(each));
	}

	private static boolean isHeap(Relation relation) {
		return relation.kind() == 'r' && "heap".equals(relation.storage().accessMethod());
	}

	private static boolean hasKey(Relation relation) {
		return relation.kind() == 'r' && relation.constraints()
			.stream()
			.filter((constraint) -> !constraint.incoming())
			.anyMatch((constraint) -> constraint.type() == 'p' || (constraint.type() == 'u' && constraint.columns()
				.stream()
				.allMatch((column) -> relation.column(column).map(Relation.Column::notNull).orElse(false))));
	}

	/** What it gets when it has its values. A primary key refuses NULL by itself. */
	private List<AlterAction> later(AddColumn add, boolean notNull) {
		List<AlterAction> later = new ArrayList<>();
		AddConstraint named = add.parts().notNullConstraint();
		boolean special = named != null && this.facts.session().majorVersion() >= 18
				&& (named.name() != null || named.noInherit());
		if (notNull && special) {
			later.add(named);
		}
		else if (notNull && !add.constraints().contains(ConstraintKind.PRIMARY_KEY)) {
			later.add(new SetNotNull("ALTER COLUMN " + QualifiedName.quoteIfNeeded(add.column()) + " SET NOT NULL",
					add.column()));
		}
		later.addAll(add.parts().constraints());
		return List.copyOf(later);
	}

	/** The column as it is, or as it will be before it gets what comes later. */
	private Relation.Column column(AddColumn add, boolean notNull) {
		return this.table.column(add.column())
			.orElseGet(() -> new Relation.Column(add.column(), add.type(), notNull, ' ', ' ', false));
	}

}
