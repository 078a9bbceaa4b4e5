package dev.zdm.plan;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

import dev.zdm.catalog.Facts;
import dev.zdm.catalog.LockMode;
import dev.zdm.catalog.Relation;
import dev.zdm.sql.AlterAction.AddConstraint;
import dev.zdm.sql.AlterAction.ConstraintKind;
import dev.zdm.sql.QualifiedName;
import org.jspecify.annotations.Nullable;

/**
 * Plans how a table gets a constraint while others go on using it.
 */
final class ConstraintPlanner {

	private final Relation table;

	private final Facts facts;

	private final AlterTableSteps steps;

	private final ChosenNames names;

	/** The columns for which it is planned that they refuse NULL. */
	private final Set<String> refusing = new HashSet<>();

	ConstraintPlanner(Relation table, Facts facts, AlterTableSteps steps) {
		this.table = table;
		this.facts = facts;
		this.steps = steps;
		this.names = new ChosenNames(table, facts);
	}

	/** The steps to {@code SET NOT NULL}; none when the column refuses NULL already. */
	List<Step> notNull(String column) {
		if (!this.refusing.add(column)) {
			return List.of();
		}
		boolean refusesNull = this.table.column(column).map(Relation.Column::notNull).orElse(true);
		if (this.facts.session().majorVersion() >= 18) {
			return (refusesNull && this.table.pendingNotNull(column).isEmpty()) ? List.of() : notNullConstraint(column);
		}
		String proof = proofName(column);
		return (refusesNull && this.table.constraint(proof).isEmpty()) ? List.of() : notNullThroughCheck(column, proof);
	}

	/** PostgreSQL 18 knows NOT NULL as a constraint that can be validated later. */
	private List<Step> notNullConstraint(String column) {
		String name = this.table.pendingNotNull(column)
			.map(Relation.Constraint::name)
			.orElseGet(() -> this.names.constraint(List.of(column), "not_null", (constraint) -> false));
		return List.of(
				this.steps.instant("ADD CONSTRAINT " + quote(name) + " NOT NULL " + quote(column) + " NOT VALID",
						this.steps.locks(LockMode.ACCESS_EXCLUSIVE), Check.constraint(this.table.oid(), name)),
				validate(name, Check.validConstraint(this.table.oid(), name)));
	}

	/** Up to 17 a validated check lets SET NOT NULL skip its scan. */
	private List<Step> notNullThroughCheck(String column, String name) {
		Check refusesNull = Check.notNull(this.table.oid(), column);
		return List.of(
				this.steps.instant(
						"ADD CONSTRAINT " + quote(name) + " CHECK (" + quote(column) + " IS NOT NULL) NOT VALID",
						this.steps.locks(LockMode.ACCESS_EXCLUSIVE),
						Check.either(refusesNull, Check.constraint(this.table.oid(), name))),
				validate(name, Check.either(refusesNull, Check.validConstraint(this.table.oid(), name))),
				this.steps.instant("ALTER COLUMN " + quote(column) + " SET NOT NULL",
						this.steps.locks(LockMode.ACCESS_EXCLUSIVE), refusesNull),
				this.steps.instant("DROP CONSTRAINT " + quote(name), this.steps.locks(LockMode.ACCESS_EXCLUSIVE),
						Check.noConstraint(this.table.oid(), name)));
	}

	private String proofName(String column) {
		return GeneratedName.of(this.table.name().name(), column, "zdm_not_null");
	}

	/** The steps that add a constraint; null when there is no way. */
	@Nullable List<Step> add(AddConstraint add) {
		return switch (add.kind()) {
			case CHECK -> checkConstraint(add);
			case FOREIGN_KEY -> new ForeignKeyPlanner(this.table, this.facts, this.names).add(add, this.steps);
			case UNIQUE, PRIMARY_KEY -> key(add);
			case NOT_NULL -> notNullConstraint(add);
			case EXCLUDE -> null;
		};
	}

	private @Nullable List<Step> checkConstraint(AddConstraint add) {
		if (add.name() != null) {
			return constraint(add, add.name());
		}
		Facts.AddedCheck check = this.facts.effect(add).map(Facts.Effect::check).orElse(null);
		if (check == null) {
			return null;
		}
		List<String> columns = (check.columns().size() == 1) ? check.columns() : List.of();
		String name = this.names.constraint(columns, "check",
				(constraint) -> check.existing().contains(constraint.name()));
		return constraint(add, name);
	}

	private List<Step> notNullConstraint(AddConstraint add) {
		String column = add.columns().get(0);
		if (add.name() == null && !add.notValid()) {
			return notNull(column);
		}
		this.refusing.add(column);
		String name = (add.name() != null) ? add.name()
				: this.names.constraint(add.columns(), "not_null", (constraint) -> constraint.type() == 'n');
		return constraint(add, name);
	}

	/** A constraint that needs the table only. */
	private List<Step> constraint(AddConstraint add, String name) {
		return this.steps.constraint(add, name, this.steps.locks(LockMode.ACCESS_EXCLUSIVE),
				this.steps.locks(LockMode.SHARE_UPDATE_EXCLUSIVE));
	}

	/**
	 * From PostgreSQL 18 on a partition whose primary key takes over an index keeps NOT
	 * NULL for itself when its parent gives it up, which is not what was asked for.
	 */
	private boolean isPossibleByPartition(AddConstraint add) {
		return add.ownIndex() != null
				&& (add.kind() == ConstraintKind.UNIQUE || this.facts.session().majorVersion() < 18);
	}

	private @Nullable List<Step> key(AddConstraint add) {
		boolean primary = add.kind() == ConstraintKind.PRIMARY_KEY;
		List<Step> planned = new ArrayList<>();
		if (primary) {
			List<String> columns = (add.usingIndex() != null)
					? this.table.index(add.usingIndex()).map(Relation.Index::columns).orElse(List.of()) : add.columns();
			columns.forEach((column) -> planned.addAll(notNull(column)));
		}
		if (this.table.isPartitioned() && !isPossibleByPartition(add)) {
			return null;
		}
		if (add.ownIndex() == null) {
			String name = (add.name() != null) ? add.name() : Objects.requireNonNull(add.usingIndex());
			planned
				.add(this.steps.instant(add.text(), LockMode.ACCESS_EXCLUSIVE, Check.constraint(this.table.oid(), name))
					.creating());
			return planned;
		}
		String name = (add.name() != null) ? add.name() : primary ? this.names.primaryKey(add.columns())
				: this.names.unique(add.columns(), add.ownIndex().included());
		if (primary && hasAnotherPrimaryKey(name)) {
			return null;
		}
		PartitionedKey key = new PartitionedKey(add);
		List<Step> keySteps = this.table.isPartitioned()
				? new PartitionedIndexPlanner(this.facts, key).steps(this.table, this.names, name)
				: key.takenOver(this.table, this.steps, name);
		planned.addAll(keySteps);
		return keySteps.isEmpty() ? null : planned;
	}

	/** The server complains of a second one before it does anything. */
	private boolean hasAnotherPrimaryKey(String name) {
		return this.table.constraints()
			.stream()
			.anyMatch((constraint) -> constraint.type() == 'p' && !constraint.name().equals(name));
	}

	private Step validate(String name, Check done) {
		return this.steps.validate(name, this.steps.locks(LockMode.SHARE_UPDATE_EXCLUSIVE), done);
	}

	private static String quote(String identifier) {
		return QualifiedName.quoteIfNeeded(identifier);
	}

}
