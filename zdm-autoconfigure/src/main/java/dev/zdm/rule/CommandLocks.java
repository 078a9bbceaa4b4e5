package dev.zdm.rule;

import java.util.List;

import dev.zdm.catalog.Dependent;
import dev.zdm.catalog.Facts;
import dev.zdm.catalog.LockMode;
import dev.zdm.catalog.Relation;
import dev.zdm.sql.ObjectCommand;
import dev.zdm.sql.ObjectType;
import dev.zdm.sql.Option;
import dev.zdm.sql.QualifiedName;

/**
 * The locks of commands on objects that exist. Privileges take none.
 */
final class CommandLocks {

	private final ObjectCommand command;

	private final Facts facts;

	private final LockSet locks;

	private CommandLocks(ObjectCommand command, Facts facts, LockSet locks) {
		this.command = command;
		this.facts = facts;
		this.locks = locks;
	}

	static void collect(ObjectCommand command, Facts facts, LockSet locks) {
		new CommandLocks(command, facts, locks).collect();
	}

	private void collect() {
		switch (this.command.verb()) {
			case DROP -> gone(this.facts, this.locks);
			case TRUNCATE -> truncate();
			case REINDEX -> reindex();
			case CLUSTER ->
				concerned().forEach((table) -> this.locks.addWithPartitions(table, LockMode.ACCESS_EXCLUSIVE));
			case VACUUM -> concerned().forEach(this::vacuum);
			case REFRESH -> concerned().forEach((view) -> this.locks.add(view,
					has(Option.CONCURRENTLY) ? LockMode.EXCLUSIVE : LockMode.ACCESS_EXCLUSIVE));
			case COMMENT, SECURITY_LABEL -> describe();
			case REASSIGN -> concerned().forEach((relation) -> this.locks.add(relation, LockMode.ACCESS_EXCLUSIVE));
			case GRANT, REVOKE, IMPORT -> {
			}
		}
	}

	private boolean has(Option option) {
		return this.command.options().contains(option);
	}

	/** The relations that are named, or all that the command is about. */
	private List<Relation> concerned() {
		List<Relation> reached = this.facts.reached();
		return reached.isEmpty()
				? this.command.relations().stream().flatMap((name) -> this.facts.relation(name).stream()).toList()
				: reached;
	}

	/**
	 * What goes is locked, and the relation that it belongs to; of a partition also its
	 * parent, and the default partition, which takes its place.
	 */
	static void gone(Facts facts, LockSet locks) {
		for (Dependent gone : facts.reach().gone()) {
			LockMode mode = gone.catalog().equals("pg_statistic_ext") ? LockMode.SHARE_UPDATE_EXCLUSIVE
					: LockMode.ACCESS_EXCLUSIVE;
			facts.relation(gone.relation()).ifPresent((relation) -> {
				locks.add(relation, mode);
				if (gone.isRelation() && gone.oid() == relation.oid() && relation.lineage().partition()) {
					facts.parents(relation).forEach((parent) -> {
						locks.add(parent, LockMode.ACCESS_EXCLUSIVE);
						facts.relation(parent.lineage().defaultPartition())
							.ifPresent((partition) -> locks.add(partition, LockMode.ACCESS_EXCLUSIVE));
					});
				}
			});
		}
	}

	private void truncate() {
		for (QualifiedName name : this.command.names()) {
			this.facts.relation(name)
				.ifPresent((table) -> (this.command.only().contains(name) ? List.of(table) : this.facts.tree(table))
					.forEach(this::empty));
		}
		this.facts.reached().forEach(this::empty);
	}

	private void empty(Relation table) {
		this.locks.add(table, LockMode.ACCESS_EXCLUSIVE);
		if (has(Option.RESTART_IDENTITY) && !table.isPrivate()) {
			table.sequences()
				.forEach((sequence) -> this.locks.add(sequence.oid(), sequence.name(), LockMode.ACCESS_EXCLUSIVE));
		}
	}

	/** A named table, and the indexes of its long values. */
	private void reindex() {
		this.command.relations().stream().flatMap((name) -> this.facts.relation(name).stream()).forEach(this::reindex);
		for (Relation reached : this.facts.reached().stream().filter((one) -> !one.isPrivate()).toList()) {
			if (reached.kind() == 'i') {
				onIndex(reached.oid(), reached.name());
			}
			else {
				reindex(reached);
			}
		}
	}

	/** A partitioned table's own indexes have nothing to be built anew. */
	private void reindex(Relation relation) {
		LockMode onTable = has(Option.CONCURRENTLY) ? LockMode.SHARE_UPDATE_EXCLUSIVE : LockMode.SHARE;
		List<Relation> all = relation.isPartitioned() ? this.facts.tree(relation) : List.of(relation);
		for (Relation each : all.stream().filter((one) -> !one.isPrivate()).toList()) {
			Relation.Table table = each.table();
			if (table != null) {
				this.locks.add(table.oid(), table.name(), onTable);
				onIndex(each.oid(), each.name());
			}
			else {
				this.locks.add(each, onTable);
				(each.isPartitioned() ? List.<Relation.Index>of() : each.indexes())
					.forEach((index) -> onIndex(index.oid(), each.name().sibling(index.name())));
			}
		}
	}

	private void onIndex(long oid, QualifiedName name) {
		if (!has(Option.CONCURRENTLY)) {
			this.locks.add(oid, name, LockMode.ACCESS_EXCLUSIVE);
		}
	}

	/** From PostgreSQL 18 on {@code VACUUM} goes on to heirs. */
	private void vacuum(Relation table) {
		LockMode mode = has(Option.FULL) ? LockMode.ACCESS_EXCLUSIVE : LockMode.SHARE_UPDATE_EXCLUSIVE;
		boolean descends = table.isPartitioned() || this.facts.session().majorVersion() >= 18;
		if (descends && this.command.only().isEmpty()) {
			this.locks.addTree(table, mode);
		}
		else {
			this.locks.add(table, mode);
		}
	}

	/** Comments on what belongs to a table lock only themselves. */
	private void describe() {
		ObjectType type = this.command.type();
		if (type.isRelation() || type == ObjectType.COLUMN) {
			concerned().stream()
				.filter((relation) -> relation.kind() != 'c')
				.forEach((relation) -> this.locks.add(relation, LockMode.SHARE_UPDATE_EXCLUSIVE));
		}
	}

}
