package dev.zdm.rule;

import java.util.function.BiFunction;

import dev.zdm.catalog.Facts;
import dev.zdm.catalog.LockMode;
import dev.zdm.catalog.Relation;
import dev.zdm.sql.ActionKind;
import dev.zdm.sql.AlterAction;
import dev.zdm.sql.AlterAction.Change;
import dev.zdm.sql.AlterAction.Instant;
import dev.zdm.sql.AlterAction.Rename;
import dev.zdm.sql.AlterObject;
import dev.zdm.sql.Option;
import dev.zdm.sql.QualifiedName;
import dev.zdm.sql.Statement.AlterTable;
import org.jspecify.annotations.Nullable;

/**
 * The locks of {@code ALTER} of anything but a table. Foreign tables and views are
 * altered as tables are; most other kinds of object take no lock on a relation.
 */
final class AlteredObjectLocks {

	private final AlterObject alter;

	private final Facts facts;

	private final LockSet locks;

	private AlteredObjectLocks(AlterObject alter, Facts facts, LockSet locks) {
		this.alter = alter;
		this.facts = facts;
		this.locks = locks;
	}

	static void collect(AlterObject alter, Facts facts, LockSet locks) {
		new AlteredObjectLocks(alter, facts, locks).collect();
	}

	private void collect() {
		switch (this.alter.type()) {
			case TABLE, FOREIGN_TABLE, VIEW, MATERIALIZED_VIEW -> table();
			case INDEX -> index();
			case SEQUENCE -> strongest(AlteredObjectLocks::onSequence);
			case DOMAIN -> reached(LockMode.SHARE);
			case TYPE -> type();
			case TRIGGER -> trigger();
			case RULE, POLICY -> add(this.alter.on(), LockMode.ACCESS_EXCLUSIVE);
			case PUBLICATION -> publication();
			case EXTENSION -> reached(LockMode.SHARE_UPDATE_EXCLUSIVE);
			default -> {
			}
		}
	}

	private void table() {
		QualifiedName name = this.alter.name();
		if (name == null || this.alter.options().contains(Option.ALL_OF)) {
			reached(LockMode.ACCESS_EXCLUSIVE);
			return;
		}
		AlterTable asTable = new AlterTable(this.alter.text(), name, this.alter.options().contains(Option.ONLY), false,
				this.alter.actions());
		StatementLocks.collect(asTable, this.facts, this.locks);
	}

	private void index() {
		strongest(AlteredObjectLocks::onIndex);
		QualifiedName name = this.alter.name();
		if (name != null && this.alter.actions().stream().anyMatch(Instant.class::isInstance)) {
			this.locks.addWithPartitions(name, LockMode.SHARE_UPDATE_EXCLUSIVE);
		}
		references(LockMode.ACCESS_EXCLUSIVE);
	}

	private static LockMode onIndex(AlterAction action, Relation index) {
		boolean isIndex = index.table() != null;
		boolean mild = (action instanceof Rename && isIndex) || (action instanceof Instant instant && instant.mild())
				|| (action instanceof Change change && (change.kind() == ActionKind.ATTACH_PARTITION
						|| ((change.kind() == ActionKind.SET_OPTIONS || change.kind() == ActionKind.RESET_OPTIONS)
								&& AlterTableLocks.isMild(change.argument()))));
		return mild ? LockMode.SHARE_UPDATE_EXCLUSIVE : LockMode.ACCESS_EXCLUSIVE;
	}

	private static LockMode onSequence(AlterAction action, Relation sequence) {
		boolean options = action instanceof Change change && change.kind() == ActionKind.DEFINITION;
		return options ? LockMode.SHARE_ROW_EXCLUSIVE : LockMode.ACCESS_EXCLUSIVE;
	}

	private void strongest(BiFunction<AlterAction, Relation, LockMode> mode) {
		QualifiedName name = this.alter.name();
		if (name != null) {
			this.facts.relation(name)
				.ifPresent((relation) -> this.alter.actions()
					.forEach((action) -> this.locks.add(relation, mode.apply(action, relation))));
		}
	}

	/** Tables of a composite type, and their heirs, change with its attributes. */
	private void type() {
		boolean attributes = this.alter.actions()
			.stream()
			.anyMatch((action) -> (action instanceof Rename rename
					&& rename.subject() == AlterAction.RenameSubject.ATTRIBUTE)
					|| (action instanceof Change change
							&& (change.kind() == ActionKind.ADD_ATTRIBUTE || change.kind() == ActionKind.DROP_ATTRIBUTE
									|| change.kind() == ActionKind.ALTER_ATTRIBUTE)));
		if (attributes) {
			reachedTrees(LockMode.ACCESS_EXCLUSIVE);
		}
	}

	private void trigger() {
		QualifiedName table = this.alter.on();
		if (table != null && this.alter.actions().stream().anyMatch(Rename.class::isInstance)) {
			this.locks.addWithPartitions(table, LockMode.ACCESS_EXCLUSIVE);
		}
	}

	private void publication() {
		this.alter.actions()
			.stream()
			.flatMap((action) -> action.references().stream())
			.forEach((name) -> CreatedObjectLocks.published(name, this.alter.text(), this.facts, this.locks));
		reached(LockMode.SHARE_UPDATE_EXCLUSIVE);
	}

	private void references(LockMode mode) {
		this.alter.actions()
			.stream()
			.flatMap((action) -> action.references().stream())
			.forEach((name) -> this.locks.add(name, mode));
	}

	private void reached(LockMode mode) {
		this.facts.reached().forEach((relation) -> this.locks.add(relation, mode));
	}

	private void reachedTrees(LockMode mode) {
		this.facts.reached().forEach((relation) -> this.locks.addTree(relation, mode));
	}

	private void add(@Nullable QualifiedName name, LockMode mode) {
		if (name != null) {
			this.locks.add(name, mode);
		}
	}

}
