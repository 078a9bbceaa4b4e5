package dev.zdm.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

import dev.zdm.catalog.Relation;
import dev.zdm.sql.AlterAction;
import dev.zdm.sql.AlterAction.AddColumn;
import dev.zdm.sql.AlterAction.AddConstraint;
import dev.zdm.sql.AlterAction.ConstraintKind;
import dev.zdm.sql.AlterAction.Generation;
import dev.zdm.sql.Option;
import dev.zdm.sql.QualifiedName;
import dev.zdm.sql.Statement.CreateTable;

/**
 * The table that becomes, once it is attached, what {@code CREATE TABLE … PARTITION OF}
 * would have made. Indexes, foreign keys, triggers and identity it gets from its parent
 * then.
 */
final class PartitionTable {

	private static final Pattern NAMED = Pattern.compile("(?i)\\bconstraint\\b");

	private final CreateTable create;

	private final Relation parent;

	private final QualifiedName name;

	private final List<String> constraints = new ArrayList<>();

	private final List<String> changes = new ArrayList<>();

	PartitionTable(CreateTable create, Relation parent, QualifiedName name) {
		this.create = create;
		this.parent = parent;
		this.name = name;
	}

	/**
	 * The SQL that makes it, in one transaction; empty for what would not be the same:
	 * keys of its own, and constraints of single columns.
	 */
	Optional<String> sql() {
		boolean parentsOwn = this.parent.storage().accessMethod() != null || this.parent.storage().tablespace() != null;
		if ((parentsOwn && !this.create.clauses().isEmpty())
				|| !this.create.elements().stream().allMatch(this::isUnderstood)) {
			return Optional.empty();
		}
		StringBuilder sql = new StringBuilder("CREATE ");
		sql.append(this.create.options().contains(Option.UNLOGGED) ? "UNLOGGED TABLE " : "TABLE ")
			.append(this.name)
			.append(" (LIKE ")
			.append(this.parent.name())
			.append(" INCLUDING DEFAULTS INCLUDING GENERATED INCLUDING CONSTRAINTS INCLUDING STORAGE")
			.append(" INCLUDING COMPRESSION");
		this.constraints.forEach((constraint) -> sql.append(", ").append(constraint));
		sql.append(')').append(clauses());
		if (!this.changes.isEmpty()) {
			sql.append("; ALTER TABLE ").append(this.name).append(' ').append(String.join(", ", this.changes));
		}
		return Optional.of(sql.toString());
	}

	private String clauses() {
		Relation.Storage storage = this.parent.storage();
		return (this.create.clauses().isEmpty() ? "" : " " + this.create.clauses())
				+ ((storage.accessMethod() != null) ? " USING " + QualifiedName.quoteIfNeeded(storage.accessMethod())
						: "")
				+ ((storage.tablespace() != null) ? " TABLESPACE " + QualifiedName.quoteIfNeeded(storage.tablespace())
						: "");
	}

	private boolean isUnderstood(AlterAction element) {
		if (element instanceof AddConstraint add) {
			this.constraints.add(add.text());
			return add.kind() == ConstraintKind.CHECK
					&& (add.name() == null || this.parent.constraint(add.name()).isEmpty());
		}
		return element instanceof AddColumn add && isColumn(add);
	}

	/** Defaults and {@code NOT NULL} without a name can be set afterwards. */
	private boolean isColumn(AddColumn add) {
		String column = "ALTER COLUMN " + QualifiedName.quoteIfNeeded(add.column());
		if (add.defaultExpression() != null) {
			this.changes.add(column + " SET DEFAULT " + add.defaultExpression());
		}
		if (add.notNull()) {
			this.changes.add(column + " SET NOT NULL");
		}
		return add.constraints().isEmpty() && add.references().isEmpty() && add.generation() == Generation.NONE
				&& !NAMED.matcher(add.text()).find()
				&& this.parent.column(add.column()).filter((own) -> own.generated() == ' ').isPresent();
	}

}
