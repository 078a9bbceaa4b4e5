package dev.zdm.catalog;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

import dev.zdm.sql.ActionKind;
import dev.zdm.sql.AlterAction.Change;
import dev.zdm.sql.Statement.AlterTable;
import dev.zdm.sql.Statement.CreateTable;
import org.jspecify.annotations.Nullable;

/**
 * Asks PostgreSQL itself whether constraints prove the bound of a new partition, by
 * attaching an empty twin of it to an empty twin of its parent that has a twin of the
 * default partition. Everything is rolled back; the real tables are locked
 * {@code ACCESS SHARE} until then.
 */
final class PartitionTwin {

	private static final String PARTITION_PROVED = "partition constraint for table ";

	private static final String DEFAULT_PROVED = "updated partition constraint for default partition ";

	private PartitionTwin() {
	}

	/** What is known for an {@code ATTACH PARTITION}; null when there is none. */
	static Facts.@Nullable Bounds bounds(Connection connection, AlterTable alter, Relation parent,
			RelationReader.Family family) throws SQLException {
		Change attach = alter.actions()
			.stream()
			.filter((action) -> action instanceof Change change && change.kind() == ActionKind.ATTACH_PARTITION)
			.map(Change.class::cast)
			.findFirst()
			.orElse(null);
		if (attach == null || attach.argument() == null || !parent.isPartitioned()) {
			return null;
		}
		Relation partition = family.named().get(attach.references().get(0));
		return (partition != null) ? bounds(connection, parent, partition, attach.argument(), family)
				: new Facts.Bounds(false, false);
	}

	/** What is known for a {@code CREATE TABLE … PARTITION OF}. */
	static Facts.@Nullable Bounds bounds(Connection connection, CreateTable create, Relation parent,
			RelationReader.Family family) throws SQLException {
		return parent.isPartitioned() ? bounds(connection, parent, null, Objects.requireNonNull(create.bound()), family)
				: null;
	}

	/** A table that is new has no rows to be read. */
	private static Facts.Bounds bounds(Connection connection, Relation parent, @Nullable Relation partition,
			String bound, RelationReader.Family family) throws SQLException {
		Relation byDefault = family.all().get(parent.lineage().defaultPartition());
		if (partition == null && byDefault == null) {
			return new Facts.Bounds(true, true);
		}
		return Rehearsal.rolledBack(connection, (rehearsal) -> {
			String root = parents(rehearsal, parent, family);
			if (byDefault != null) {
				attach(rehearsal, root, rehearsal.twin(byDefault, " including constraints", ""), "default");
			}
			String added = (partition != null) ? rehearsal.twin(partition, " including constraints", "")
					: newTable(rehearsal, root);
			List<String> said = attach(rehearsal, root, added, bound);
			return new Facts.Bounds(partition == null || Rehearsal.said(said, PARTITION_PROVED),
					byDefault == null || Rehearsal.said(said, DEFAULT_PROVED));
		}, (refusal) -> new Facts.Bounds(partition == null, byDefault == null));
	}

	private static List<String> attach(Rehearsal rehearsal, String parent, String partition, String bound)
			throws SQLException {
		return rehearsal.run("alter table " + parent + " attach partition " + partition + " " + bound);
	}

	private static String newTable(Rehearsal rehearsal, String parent) throws SQLException {
		rehearsal.run("create temporary table zdm_new_partition (like " + parent + ") on commit drop");
		return "pg_temp.zdm_new_partition";
	}

	/**
	 * The twin of a partitioned table and of all that it is a partition of, as their
	 * bounds hold for it too.
	 */
	private static String parents(Rehearsal rehearsal, Relation parent, RelationReader.Family family)
			throws SQLException {
		Deque<Relation> line = new ArrayDeque<>();
		for (Optional<Relation> next = Optional.of(parent); next.isPresent(); next = parentOf(next.get(), family)) {
			line.push(next.get());
		}
		String above = null;
		for (Relation each : line) {
			String key = rehearsal.strings("select pg_get_partkeydef(" + each.oid() + ")").get(0);
			String twin = rehearsal.twin(each, "", " partition by " + key);
			if (above != null) {
				attach(rehearsal, above, twin,
						rehearsal
							.strings("select pg_get_expr(relpartbound, oid) from pg_class where oid = " + each.oid())
							.get(0));
			}
			above = twin;
		}
		return Objects.requireNonNull(above);
	}

	private static Optional<Relation> parentOf(Relation relation, RelationReader.Family family) {
		return relation.lineage().partition()
				? relation.lineage().parents().stream().map(family.all()::get).filter(Objects::nonNull).findFirst()
				: Optional.empty();
	}

}
