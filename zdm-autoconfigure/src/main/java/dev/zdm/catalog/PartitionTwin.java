package dev.zdm.catalog;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

import dev.zdm.sql.ActionKind;
import dev.zdm.sql.AlterAction.Change;
import dev.zdm.sql.Statement.AlterTable;
import dev.zdm.sql.Statement.CreateTable;
import org.jspecify.annotations.Nullable;

/**
 * Asks PostgreSQL itself what the bound of a partition is and whether constraints prove
 * it, by attaching an empty twin of it to an empty twin of its parent that has a twin of
 * the default partition. Everything is rolled back; the real tables are locked
 * {@code ACCESS SHARE} until then.
 */
final class PartitionTwin {

	private static final String PARTITION_PROVED = "partition constraint for table ";

	private static final Set<ActionKind> KINDS = EnumSet.of(ActionKind.ATTACH_PARTITION, ActionKind.DETACH_PARTITION);

	private static final String DEFAULT_PROVED = "updated partition constraint for default partition ";

	private static final String CHECK = "zdm_condition";

	private static final String HASHED = "satisfies_hash_partition('";

	private final Rehearsal rehearsal;

	private final RelationReader.Family family;

	/** The twins of the partitioned tables, by the object ids of the real ones. */
	private final Map<Long, String> twins = new LinkedHashMap<>();

	private PartitionTwin(Rehearsal rehearsal, RelationReader.Family family) {
		this.rehearsal = rehearsal;
		this.family = family;
	}

	/**
	 * What is known for an {@code ATTACH PARTITION}, or a {@code DETACH PARTITION}; null
	 * when there is none.
	 */
	static Facts.@Nullable Bounds bounds(Connection connection, AlterTable alter, Relation parent,
			RelationReader.Family family) throws SQLException {
		Change attach = alter.actions()
			.stream()
			.filter((action) -> action instanceof Change change && KINDS.contains(change.kind()))
			.map(Change.class::cast)
			.findFirst()
			.orElse(null);
		if (attach != null && attach.kind() == ActionKind.DETACH_PARTITION) {
			return detached(connection, parent, family.named().get(attach.references().get(0)), family);
		}
		if (attach == null || attach.argument() == null || !parent.isPartitioned()) {
			return null;
		}
		Relation partition = family.named().get(attach.references().get(0));
		return (partition != null) ? bounds(connection, parent, partition, attach.argument(), family)
				: new Facts.Bounds(false, false, null);
	}

	/** As if a partition were attached once more. */
	private static Facts.@Nullable Bounds detached(Connection connection, Relation parent, @Nullable Relation partition,
			RelationReader.Family family) throws SQLException {
		if (partition == null || !partition.lineage().parents().contains(parent.oid())) {
			return null;
		}
		return Rehearsal.rolledBack(connection, (rehearsal) -> {
			PartitionTwin twin = new PartitionTwin(rehearsal, family);
			return twin.bounds(parent, partition, null, twin.boundOf(partition.oid()));
		}, (refusal) -> new Facts.Bounds(false, true, null));
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
		Relation byDefault = Optional.ofNullable(family.all().get(parent.lineage().defaultPartition()))
			.filter((relation) -> partition == null || relation.oid() != partition.oid())
			.orElse(null);
		if (partition == null && byDefault == null) {
			return new Facts.Bounds(true, true, null);
		}
		return Rehearsal.rolledBack(connection,
				(rehearsal) -> new PartitionTwin(rehearsal, family).bounds(parent, partition, byDefault, bound),
				(refusal) -> new Facts.Bounds(partition == null, byDefault == null, null));
	}

	private Facts.Bounds bounds(Relation parent, @Nullable Relation partition, @Nullable Relation byDefault,
			String bound) throws SQLException {
		String root = parents(parent);
		String rest = (byDefault != null) ? proved(byDefault) : null;
		if (rest != null) {
			attach(root, rest, "default");
		}
		if (bound.toLowerCase(Locale.ROOT).startsWith("default")) {
			siblings(root, parent, partition);
		}
		String added = (partition != null) ? proved(partition) : newTable(root);
		List<String> said = attach(root, added, bound);
		boolean proved = partition == null || Rehearsal.said(said, PARTITION_PROVED);
		boolean excluded = rest == null || Rehearsal.said(said, DEFAULT_PROVED);
		String condition = condition(added);
		String exclusion = (rest != null) ? condition(rest) : null;
		boolean provable = proves(root, added, condition, rest, exclusion, bound);
		return new Facts.Bounds(proved || condition == null, excluded,
				provable ? made(parent, partition, added, condition, exclusion) : null);
	}

	/** What holds for all rows of a twin, as a partition; null when that is nothing. */
	private @Nullable String condition(String twin) throws SQLException {
		return this.rehearsal
			.qualified((questions) -> questions
				.strings("select coalesce(pg_get_partition_constraintdef(" + EmptyTwin.regclass(twin) + "), '')"))
			.stream()
			.filter((text) -> !text.isEmpty())
			.findFirst()
			.orElse(null);
	}

	/** Whether what holds would be proved by checks that say so. */
	private boolean proves(String root, String added, @Nullable String condition, @Nullable String rest,
			@Nullable String exclusion, String bound) throws SQLException {
		this.rehearsal.run("alter table " + root + " detach partition " + added);
		check(added, condition);
		check(rest, exclusion);
		List<String> said = attach(root, added, bound);
		return (condition == null || Rehearsal.said(said, PARTITION_PROVED))
				&& (rest == null || Rehearsal.said(said, DEFAULT_PROVED));
	}

	private void check(@Nullable String twin, @Nullable String condition) throws SQLException {
		if (twin != null && condition != null) {
			this.rehearsal.run("alter table " + twin + " add constraint " + CHECK + " check (" + condition + ")");
		}
	}

	private NewPartition made(Relation parent, @Nullable Relation partition, String added, @Nullable String condition,
			@Nullable String exclusion) throws SQLException {
		List<String> columns = this.rehearsal.strings("""
				select a.attname from pg_constraint con join pg_attribute a on a.attrelid = con.conrelid
				and a.attnum = any (con.conkey) where con.conrelid = %s and con.conname = '%s' order by a.attnum
				""".formatted(EmptyTwin.regclass(added), CHECK));
		return this.rehearsal.qualified((questions) -> new NewPartition(real(condition), columns, real(exclusion),
				(partition == null) ? List.of()
						: InheritedReader.indexes(questions, parent, partition,
								Facts.descendants(partition, this.family.all())),
				(partition == null) ? List.of() : InheritedReader.keys(questions, parent, partition)));
	}

	private List<String> attach(String parent, String partition, String bound) throws SQLException {
		return this.rehearsal.run("alter table " + parent + " attach partition " + partition + " " + bound);
	}

	/** What the rows of the other partitions are is what a default partition lacks. */
	private void siblings(String root, Relation parent, @Nullable Relation partition) throws SQLException {
		List<Long> others = parent.lineage()
			.children()
			.stream()
			.filter((oid) -> partition == null || oid != partition.oid())
			.toList();
		for (long oid : others) {
			String twin = "pg_temp.zdm_sibling_" + oid;
			this.rehearsal.run("create temporary table zdm_sibling_" + oid + " (like " + root + ") on commit drop");
			attach(root, twin, boundOf(oid));
		}
	}

	private String boundOf(long oid) throws SQLException {
		return this.rehearsal
			.strings("select coalesce(pg_get_expr(relpartbound, oid), '') from pg_class where oid = " + oid)
			.get(0);
	}

	/**
	 * A twin with the checks of its model. One that tells rows by their hash names the
	 * partitioned table by its object id, of which the twin has another.
	 */
	private String proved(Relation model) throws SQLException {
		String twin = this.rehearsal.twin(model, " including constraints", "");
		for (String check : this.rehearsal.strings("""
				select pg_get_constraintdef(oid) from pg_constraint where contype = 'c' and conrelid = %s
				and pg_get_constraintdef(oid) like '%%satisfies_hash_partition(%%'
				""".formatted(EmptyTwin.regclass(twin)))) {
			String translated = check;
			for (Map.Entry<Long, String> each : this.twins.entrySet()) {
				translated = translated.replace(HASHED + each.getKey() + "'", HASHED + oid(each.getValue()) + "'");
			}
			this.rehearsal.run("alter table " + twin + " add " + translated);
		}
		return twin;
	}

	/** With the object ids of the real tables. */
	private @Nullable String real(@Nullable String condition) throws SQLException {
		String real = condition;
		for (Map.Entry<Long, String> each : this.twins.entrySet()) {
			real = (real == null) ? null
					: real.replace(HASHED + oid(each.getValue()) + "'", HASHED + each.getKey() + "'");
		}
		return real;
	}

	private String oid(String twin) throws SQLException {
		return this.rehearsal.strings("select " + EmptyTwin.regclass(twin) + "::oid::text").get(0);
	}

	private String newTable(String parent) throws SQLException {
		this.rehearsal.run("create temporary table zdm_new_partition (like " + parent + ") on commit drop");
		return "pg_temp.zdm_new_partition";
	}

	/**
	 * The twin of a partitioned table and of all that it is a partition of, as their
	 * bounds hold for it too.
	 */
	private String parents(Relation parent) throws SQLException {
		Deque<Relation> line = new ArrayDeque<>();
		for (Optional<Relation> next = Optional.of(parent); next.isPresent(); next = parentOf(next.get())) {
			line.push(next.get());
		}
		String above = null;
		for (Relation each : line) {
			String key = this.rehearsal.strings("select pg_get_partkeydef(" + each.oid() + ")").get(0);
			String twin = this.rehearsal.twin(each, "", " partition by " + key);
			this.twins.put(each.oid(), twin);
			if (above != null) {
				attach(above, twin, boundOf(each.oid()));
			}
			above = twin;
		}
		return Objects.requireNonNull(above);
	}

	private Optional<Relation> parentOf(Relation relation) {
		return relation.lineage().partition()
				? relation.lineage().parents().stream().map(this.family.all()::get).filter(Objects::nonNull).findFirst()
				: Optional.empty();
	}

}
