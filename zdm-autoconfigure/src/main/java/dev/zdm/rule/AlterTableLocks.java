package dev.zdm.rule;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
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

	private final AlterTable alter;

	private final Facts facts;

	private final Relation table;

	private final LockSet locks;

	private final LockMode mode;

	private AlterTableLocks(AlterTable alter, Facts facts, Relation table, LockSet locks) {
		this.alter = alter;
		this.facts = facts;
		this.table = table;
		this.locks = locks;
		this.mode = alter.actions()
			.stream()
			.map(AlterTableLocks::modeOf)
			.max(LockMode::compareTo)
			.orElse(LockMode.ACCESS_EXCLUSIVE);
	}

	static void collect(AlterTable alter, Facts facts, LockSet locks) {
		Relation table = facts.relation(alter.name()).orElse(null);
		if (table == null) {
			return;
		}
		AlterTableLocks all = new AlterTableLocks(alter, facts, table, locks);
		locks.add(table, all.mode);
		alter.actions().forEach(all::add);
		facts.reach()
			.gone()
			.forEach((gone) -> facts.relation(gone.relation())
				.ifPresent((relation) -> locks.add(relation, LockMode.ACCESS_EXCLUSIVE)));
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
			tree(true);
			keys(type.column(), LockMode.SHARE_ROW_EXCLUSIVE);
			identity(type.column(), LockMode.SHARE_ROW_EXCLUSIVE);
		}
		else if (action instanceof SetNotNull set) {
			setNotNull(set.column());
		}
		else if (action instanceof AddConstraint add) {
			addConstraint(add);
		}
		else if (action instanceof DropConstraint drop) {
			this.table.constraint(drop.name()).ifPresentOrElse(this::dropConstraint, this::partitions);
		}
		else if (action instanceof ValidateConstraint validate) {
			this.table.constraint(validate.name())
				.filter((constraint) -> !constraint.validated())
				.ifPresent(this::validate);
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

	/** The descendants, unless the statement is about the table only. */
	private void tree(boolean evenIfOnly) {
		if (evenIfOnly || !this.alter.only()) {
			this.locks.addTree(this.table, this.mode);
		}
	}

	private void partitions() {
		if (this.table.isPartitioned()) {
			tree(false);
		}
	}

	private boolean isBefore(int version) {
		return this.facts.session().majorVersion() < version;
	}

	private void addColumn(AddColumn add) {
		if (this.table.column(add.column()).isPresent()) {
			return;
		}
		descend(this.table, this.alter.only(), (child) -> child.column(add.column()).isEmpty());
		add.references().forEach((name) -> this.locks.addWithPartitions(name, LockMode.SHARE_ROW_EXCLUSIVE));
	}

	private void dropColumn(DropColumn drop) {
		if (this.table.column(drop.column()).isEmpty()) {
			return;
		}
		descend(this.table, this.alter.only(),
				(child) -> child.column(drop.column()).map(Relation.Column::inherited).orElse(false));
		keys(drop.column(), LockMode.ACCESS_EXCLUSIVE);
		this.table.sequences()
			.stream()
			.filter((sequence) -> sequence.column().equals(drop.column()))
			.forEach((sequence) -> this.locks.add(sequence.oid(), sequence.name(), LockMode.ACCESS_EXCLUSIVE));
	}

	/**
	 * The children, and theirs as long as what is dropped is there only because of the
	 * parent. With {@code ONLY} the children keep it, and are told so.
	 */
	private void descend(Relation parent, boolean only, Predicate<Relation> goesOn) {
		for (long oid : parent.lineage().children()) {
			Optional<Relation> child = this.facts.relation(oid);
			child.ifPresent((relation) -> {
				this.locks.add(relation, this.mode);
				if (!only && goesOn.test(relation)) {
					descend(relation, false, goesOn);
				}
			});
		}
	}

	/** The other ends of all foreign keys from and to a column. */
	private void keys(String column, LockMode unenforced) {
		this.facts.tree(this.table)
			.stream()
			.flatMap((relation) -> relation.constraints().stream())
			.filter((constraint) -> constraint.other() != null && constraint.columns().contains(column))
			.forEach((key) -> this.locks.addOtherEnd(key, key.enforced() ? LockMode.ACCESS_EXCLUSIVE : unenforced));
	}

	/**
	 * The partitions, and from PostgreSQL 18 on heirs too, are left alone when nothing is
	 * to be done.
	 */
	private void setNotNull(String column) {
		boolean alone = !isBefore(18) || this.table.isPartitioned();
		if (!alone || !refusesNull(column)) {
			tree(false);
		}
	}

	private boolean refusesNull(String column) {
		return this.table.column(column).map(Relation.Column::notNull).orElse(false)
				&& NotNull.isSettled(column, this.table);
	}

	private void addConstraint(AddConstraint add) {
		switch (add.kind()) {
			case FOREIGN_KEY -> {
				if (this.table.isPartitioned() || !isBefore(18)) {
					tree(false);
				}
				add.references().forEach((name) -> this.locks.addWithPartitions(name, LockMode.SHARE_ROW_EXCLUSIVE));
			}
			case CHECK, NOT_NULL -> {
				if (!add.noInherit() || !isBefore(18)) {
					tree(false);
				}
			}
			case UNIQUE, PRIMARY_KEY, EXCLUDE -> key(add);
		}
	}

	/**
	 * Before PostgreSQL 18 the partitions are locked for their index only, and for the
	 * trigger of a constraint that can be deferred.
	 */
	private void key(AddConstraint add) {
		boolean refusesMore = add.kind() == ConstraintKind.PRIMARY_KEY
				&& NotNull.keyColumns(add, this.table).stream().anyMatch((column) -> !refusesNull(column));
		boolean heirs = add.kind() == ConstraintKind.PRIMARY_KEY && !this.table.isPartitioned();
		if (!isBefore(18) || refusesMore || heirs) {
			tree(false);
		}
		else if (this.table.isPartitioned() && !this.alter.only()) {
			LockMode onPartitions = (add.ownIndex() != null && add.ownIndex().attributes().contains("deferrable"))
					? LockMode.SHARE_ROW_EXCLUSIVE : LockMode.SHARE;
			this.facts.descendants(this.table).forEach((partition) -> this.locks.add(partition, onPartitions));
		}
	}

	private void descend(Relation.Constraint constraint) {
		descend(this.table, this.alter.only(),
				(child) -> child.constraint(constraint.name()).map(Relation.Constraint::inherited).orElse(false));
	}

	private void dropConstraint(Relation.Constraint constraint) {
		if (constraint.type() == 'c' || constraint.type() == 'n') {
			if (this.table.isPartitioned()) {
				tree(true);
			}
			else if (!constraint.noInherit()) {
				descend(constraint);
			}
			return;
		}
		partitions();
		if (constraint.type() == 'f') {
			this.locks.addOtherEnd(constraint, LockMode.ACCESS_EXCLUSIVE);
			return;
		}
		this.facts.tree(this.table)
			.stream()
			.flatMap((relation) -> relation.constraints().stream())
			.filter((key) -> key.incoming() && constraint.columns().equals(key.columns()))
			.forEach((key) -> this.locks.addOtherEnd(key, LockMode.ACCESS_EXCLUSIVE));
	}

	private void validate(Relation.Constraint constraint) {
		if (constraint.type() == 'f') {
			partitions();
			Relation.Other other = constraint.other();
			if (other != null) {
				this.locks.add(other.oid(), other.name(), LockMode.ROW_SHARE);
			}
		}
		else if (!constraint.noInherit()) {
			tree(false);
		}
	}

	private void rename(Rename rename) {
		boolean inherited = rename.subject() == RenameSubject.COLUMN
				|| (rename.subject() == RenameSubject.CONSTRAINT && rename.from() != null
						&& this.table.constraint(rename.from())
							.filter((constraint) -> (constraint.type() == 'c' || constraint.type() == 'n')
									&& !constraint.noInherit())
							.isPresent());
		if (inherited) {
			tree(false);
		}
	}

	private void instant(Instant instant) {
		switch (instant.kind()) {
			case SET_COMPRESSION -> {
			}
			case DROP_NOT_NULL -> dropNotNull(instant.column());
			default -> tree(false);
		}
	}

	/**
	 * From PostgreSQL 18 on NOT NULL is a constraint that children may have from here.
	 */
	private void dropNotNull(String column) {
		if (isBefore(18)) {
			tree(false);
			return;
		}
		this.table.constraints()
			.stream()
			.filter((constraint) -> constraint.type() == 'n' && constraint.columns().equals(List.of(column)))
			.findFirst()
			.ifPresent(this::descend);
	}

	private void change(Change change) {
		switch (change.kind()) {
			case SET_EXPRESSION, DROP_EXPRESSION -> tree(false);
			case ADD_IDENTITY, SET_IDENTITY, DROP_IDENTITY -> identity(change);
			case ALTER_CONSTRAINT -> this.table.constraint(String.valueOf(change.name()))
				.ifPresent((constraint) -> alterConstraint(change, constraint));
			case SET_SCHEMA, SET_LOGGED, SET_UNLOGGED -> sequences(LockMode.ACCESS_EXCLUSIVE);
			case OWNER -> {
				if (isNewOwner(change)) {
					sequences(LockMode.ACCESS_EXCLUSIVE);
				}
			}
			case INHERIT ->
				change.references().forEach((name) -> this.locks.add(name, LockMode.SHARE_UPDATE_EXCLUSIVE));
			case ATTACH_PARTITION -> attach(change);
			case DETACH_PARTITION -> detach(change);
			default -> {
				if (TRIGGERS.contains(change.kind())) {
					triggers(change);
				}
			}
		}
	}

	private boolean isNewOwner(Change change) {
		String owner = change.argument();
		return !this.table.owner().equals(owner)
				&& !(("current_user".equals(owner) || "current_role".equals(owner) || "session_user".equals(owner))
						&& this.table.owner().equals(this.facts.session().role()));
	}

	private void sequences(LockMode mode) {
		this.table.sequences().forEach((sequence) -> this.locks.add(sequence.oid(), sequence.name(), mode));
	}

	/** From PostgreSQL 17 on partitions have their parent's identity. */
	private void identity(Change change) {
		String column = String.valueOf(change.name());
		boolean isIdentity = this.table.column(column).map((found) -> found.identity() != ' ').orElse(false);
		if (change.kind() == ActionKind.ADD_IDENTITY || isIdentity) {
			if (!isBefore(17)) {
				partitions();
			}
			identity(column, (change.kind() == ActionKind.DROP_IDENTITY) ? LockMode.ACCESS_EXCLUSIVE
					: LockMode.SHARE_ROW_EXCLUSIVE);
		}
	}

	private void identity(String column, LockMode mode) {
		this.table.sequences()
			.stream()
			.filter((sequence) -> sequence.identity() && sequence.column().equals(column))
			.forEach((sequence) -> this.locks.add(sequence.oid(), sequence.name(), mode));
	}

	/** From PostgreSQL 18 on a foreign key can be enforced, or not, from now on. */
	private void alterConstraint(Change change, Relation.Constraint constraint) {
		partitions();
		if (constraint.type() == 'f' && constraint.enforced() && change.options().contains(Option.NOT_ENFORCED)) {
			this.locks.addOtherEnd(constraint, LockMode.ACCESS_EXCLUSIVE);
		}
		else if (constraint.type() == 'f' && !constraint.enforced() && enforces(change)) {
			this.locks.addOtherEnd(constraint, LockMode.SHARE_ROW_EXCLUSIVE);
		}
	}

	static boolean enforces(Change change) {
		return change.text().toLowerCase(Locale.ROOT).endsWith("enforced")
				&& !change.options().contains(Option.NOT_ENFORCED);
	}

	/** Partitions have the triggers of their parent that fire for each row. */
	private void triggers(Change change) {
		boolean keys = "ALL".equals(change.argument())
				&& this.table.constraints().stream().anyMatch((constraint) -> constraint.type() == 'f');
		boolean reached = keys || this.table.triggers()
			.stream()
			.anyMatch((trigger) -> change.name() == null || trigger.name().equals(change.name()));
		if (reached) {
			partitions();
		}
	}

	private void attach(Change change) {
		change.references()
			.stream()
			.flatMap((name) -> this.facts.relation(name).stream())
			.forEach((partition) -> this.locks.addTree(partition, LockMode.ACCESS_EXCLUSIVE));
		this.locks.addDefaultPartition(this.table, LockMode.ACCESS_EXCLUSIVE);
		this.locks.addKeysOfPartition(this.table);
	}

	/**
	 * The partition gets its own foreign keys; those who refer to the parent must not
	 * refer to the partition's rows.
	 */
	private void detach(Change change) {
		change.references()
			.stream()
			.flatMap((name) -> this.facts.relation(name).stream())
			.forEach((partition) -> this.locks.addTree(partition, LockMode.ACCESS_EXCLUSIVE));
		if (this.mode == LockMode.ACCESS_EXCLUSIVE) {
			this.locks.addDefaultPartition(this.table, LockMode.ACCESS_EXCLUSIVE);
		}
		this.table.constraints()
			.stream()
			.filter((constraint) -> constraint.other() != null && !(constraint.incoming() && constraint.inherited()))
			.forEach(this::detachKey);
	}

	private void detachKey(Relation.Constraint key) {
		Relation.Other other = key.other();
		if (other != null && key.incoming()) {
			this.locks.add(other.oid(), other.name(), LockMode.ACCESS_EXCLUSIVE);
		}
		else {
			this.locks.addOtherEnd(key, LockMode.SHARE_ROW_EXCLUSIVE);
		}
	}

}
