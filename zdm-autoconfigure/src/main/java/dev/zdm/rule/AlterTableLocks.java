package dev.zdm.rule;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

import dev.zdm.catalog.Facts;
import dev.zdm.catalog.LockMode;
import dev.zdm.catalog.Relation;
import dev.zdm.sql.ActionKind;
import dev.zdm.sql.AlterAction;
import dev.zdm.sql.AlterAction.AddColumn;
import dev.zdm.sql.AlterAction.AddConstraint;
import dev.zdm.sql.AlterAction.AlterType;
import dev.zdm.sql.AlterAction.Change;
import dev.zdm.sql.AlterAction.ConstraintKind;
import dev.zdm.sql.AlterAction.DropColumn;
import dev.zdm.sql.AlterAction.DropConstraint;
import dev.zdm.sql.AlterAction.Instant;
import dev.zdm.sql.AlterAction.Rename;
import dev.zdm.sql.AlterAction.RenameSubject;
import dev.zdm.sql.AlterAction.SetNotNull;
import dev.zdm.sql.AlterAction.ValidateConstraint;
import dev.zdm.sql.Option;
import dev.zdm.sql.Statement.AlterTable;
import org.jspecify.annotations.Nullable;

/**
 * The locks of an {@code ALTER TABLE}. PostgreSQL locks the table in the strongest mode
 * that any action asks for, and the descendants that an action reaches in the same mode;
 * what is at the other ends of foreign keys is locked by the action. See
 * {@code AlterTableGetLockLevel} and {@code ATPrepCmd} in its {@code tablecmds.c}; the
 * proof suite compares all of this with live servers.
 */
final class AlterTableLocks {

	/** Storage parameters whose change lets nobody wait but other DDL. */
	private static final Pattern MILD_OPTION = Pattern.compile(
			"(?i)\\s*((toast\\.)?autovacuum_\\w+|(toast\\.)?log_autovacuum_min_duration|fillfactor|toast_tuple_target|"
					+ "parallel_workers|(toast\\.)?vacuum_\\w+|n_distinct|n_distinct_inherited|deduplicate_items)\\s*(=.*)?");

	private static final Set<ActionKind> MILD = Set.of(ActionKind.SET_COLUMN_OPTIONS, ActionKind.RESET_COLUMN_OPTIONS,
			ActionKind.CLUSTER_ON, ActionKind.SET_WITHOUT_CLUSTER, ActionKind.ATTACH_PARTITION);

	private static final Set<ActionKind> TRIGGERS = Set.of(ActionKind.ENABLE_TRIGGER, ActionKind.ENABLE_ALWAYS_TRIGGER,
			ActionKind.ENABLE_REPLICA_TRIGGER, ActionKind.DISABLE_TRIGGER);

	private final TableLocks reach;

	private final ConstraintLocks constraints;

	private final PartitionLocks partitions;

	private AlterTableLocks(TableLocks reach) {
		this.reach = reach;
		this.constraints = new ConstraintLocks(reach);
		this.partitions = new PartitionLocks(reach);
	}

	static void collect(AlterTable alter, Facts facts, LockSet locks) {
		LockMode mode = alter.actions()
			.stream()
			.map(AlterTableLocks::modeOf)
			.max(LockMode::compareTo)
			.orElse(LockMode.ACCESS_EXCLUSIVE);
		facts.relation(alter.name()).ifPresent((table) -> {
			locks.add(table, mode);
			alter.actions().forEach(new AlterTableLocks(new TableLocks(alter, table, facts, locks, mode))::add);
		});
	}

	/** The mode that an action asks for on its table. */
	static LockMode modeOf(AlterAction action) {
		if (action instanceof ValidateConstraint || (action instanceof Instant instant && instant.mild())) {
			return LockMode.SHARE_UPDATE_EXCLUSIVE;
		}
		if (action instanceof AddConstraint add) {
			return (add.kind() == ConstraintKind.FOREIGN_KEY) ? LockMode.SHARE_ROW_EXCLUSIVE
					: LockMode.ACCESS_EXCLUSIVE;
		}
		return (action instanceof Change change) ? modeOf(change) : LockMode.ACCESS_EXCLUSIVE;
	}

	private static LockMode modeOf(Change change) {
		boolean mild = switch (change.kind()) {
			case SET_OPTIONS, RESET_OPTIONS -> isMild(change.argument());
			case DETACH_PARTITION ->
				change.options().contains(Option.CONCURRENTLY) || change.options().contains(Option.FINALIZE);
			default -> MILD.contains(change.kind());
		};
		if (mild) {
			return LockMode.SHARE_UPDATE_EXCLUSIVE;
		}
		return TRIGGERS.contains(change.kind()) ? LockMode.SHARE_ROW_EXCLUSIVE : LockMode.ACCESS_EXCLUSIVE;
	}

	/** Whether all of a list of parameters can be set while others write. */
	static boolean isMild(@Nullable String options) {
		if (options == null) {
			return false;
		}
		String list = options.strip();
		String inner = (list.startsWith("(") && list.endsWith(")")) ? list.substring(1, list.length() - 1) : list;
		return List.of(inner.split(",")).stream().allMatch((option) -> MILD_OPTION.matcher(option).matches());
	}

	private void add(AlterAction action) {
		if (action instanceof AddColumn add) {
			addColumn(add);
		}
		else if (action instanceof DropColumn drop) {
			dropColumn(drop);
		}
		else if (action instanceof AlterType type) {
			this.reach.wholeTree();
			keys(type.column(), LockMode.SHARE_ROW_EXCLUSIVE);
			identity(type.column(), LockMode.SHARE_ROW_EXCLUSIVE);
		}
		else if (action instanceof SetNotNull set) {
			this.constraints.setNotNull(set.column());
		}
		else if (action instanceof AddConstraint add) {
			this.constraints.add(add);
		}
		else if (action instanceof DropConstraint drop) {
			this.reach.table().constraint(drop.name()).ifPresentOrElse(this.constraints::drop, this.reach::partitions);
		}
		else if (action instanceof ValidateConstraint validate) {
			this.reach.table()
				.constraint(validate.name())
				.filter((constraint) -> !constraint.validated())
				.ifPresent(this.constraints::validate);
		}
		else if (action instanceof Rename rename) {
			rename(rename);
		}
		else if (action instanceof Instant instant) {
			instant(instant);
		}
		else if (action instanceof Change change) {
			change(change);
		}
	}

	private void addColumn(AddColumn add) {
		if (this.reach.table().column(add.column()).isPresent()) {
			return;
		}
		this.reach.descend((child) -> child.column(add.column()).isEmpty());
		add.references().forEach((name) -> this.reach.locks().addWithPartitions(name, LockMode.SHARE_ROW_EXCLUSIVE));
	}

	private void dropColumn(DropColumn drop) {
		if (this.reach.table().column(drop.column()).isEmpty()) {
			return;
		}
		this.reach.descend((child) -> child.column(drop.column()).map(Relation.Column::inherited).orElse(false));
		keys(drop.column(), LockMode.ACCESS_EXCLUSIVE);
		this.reach.table()
			.sequences()
			.stream()
			.filter((sequence) -> sequence.column().equals(drop.column()))
			.forEach((sequence) -> this.reach.locks().add(sequence.oid(), sequence.name(), LockMode.ACCESS_EXCLUSIVE));
	}

	/** The other ends of all foreign keys from and to a column. */
	private void keys(String column, LockMode unenforced) {
		this.reach.facts()
			.tree(this.reach.table())
			.stream()
			.flatMap((relation) -> relation.constraints().stream())
			.filter((constraint) -> constraint.other() != null && constraint.columns().contains(column))
			.forEach((key) -> this.reach.locks()
				.addOtherEnd(key, key.enforced() ? LockMode.ACCESS_EXCLUSIVE : unenforced));
	}

	private void rename(Rename rename) {
		boolean inherited = rename.subject() == RenameSubject.COLUMN
				|| (rename.subject() == RenameSubject.CONSTRAINT && rename.from() != null
						&& this.reach.table()
							.constraint(rename.from())
							.filter((constraint) -> (constraint.type() == 'c' || constraint.type() == 'n')
									&& !constraint.noInherit())
							.isPresent());
		if (inherited) {
			this.reach.tree();
		}
	}

	private void instant(Instant instant) {
		switch (instant.kind()) {
			case SET_COMPRESSION -> {
			}
			case DROP_NOT_NULL -> this.constraints.dropNotNull(instant.column());
			default -> this.reach.tree();
		}
	}

	private void change(Change change) {
		switch (change.kind()) {
			case SET_EXPRESSION, DROP_EXPRESSION -> this.reach.tree();
			case ADD_IDENTITY, SET_IDENTITY, DROP_IDENTITY -> identity(change);
			case ALTER_CONSTRAINT -> this.reach.table()
				.constraint(String.valueOf(change.name()))
				.ifPresent((constraint) -> this.constraints.alter(change, constraint));
			case SET_SCHEMA, SET_LOGGED, SET_UNLOGGED -> sequences(LockMode.ACCESS_EXCLUSIVE);
			case OWNER -> {
				if (isNewOwner(change)) {
					sequences(LockMode.ACCESS_EXCLUSIVE);
				}
			}
			case INHERIT ->
				change.references().forEach((name) -> this.reach.locks().add(name, LockMode.SHARE_UPDATE_EXCLUSIVE));
			case ATTACH_PARTITION -> this.partitions.attach(change);
			case DETACH_PARTITION -> this.partitions.detach(change);
			default -> {
				if (TRIGGERS.contains(change.kind())) {
					this.partitions.triggers(change);
				}
			}
		}
	}

	private boolean isNewOwner(Change change) {
		String owner = change.argument();
		return !this.reach.table().owner().equals(owner)
				&& !(("current_user".equals(owner) || "current_role".equals(owner) || "session_user".equals(owner))
						&& this.reach.table().owner().equals(this.reach.facts().session().role()));
	}

	private void sequences(LockMode mode) {
		this.reach.table()
			.sequences()
			.forEach((sequence) -> this.reach.locks().add(sequence.oid(), sequence.name(), mode));
	}

	/** From PostgreSQL 17 on partitions have their parent's identity. */
	private void identity(Change change) {
		String column = String.valueOf(change.name());
		boolean isIdentity = this.reach.table().column(column).map((found) -> found.identity() != ' ').orElse(false);
		if (change.kind() == ActionKind.ADD_IDENTITY || isIdentity) {
			if (!this.reach.isBefore(17)) {
				this.reach.partitions();
			}
			identity(column, (change.kind() == ActionKind.DROP_IDENTITY) ? LockMode.ACCESS_EXCLUSIVE
					: LockMode.SHARE_ROW_EXCLUSIVE);
		}
	}

	private void identity(String column, LockMode mode) {
		this.reach.table()
			.sequences()
			.stream()
			.filter((sequence) -> sequence.identity() && sequence.column().equals(column))
			.forEach((sequence) -> this.reach.locks().add(sequence.oid(), sequence.name(), mode));
	}

}
