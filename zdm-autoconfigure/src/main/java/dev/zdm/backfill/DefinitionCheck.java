package dev.zdm.backfill;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import org.springframework.dao.DataAccessException;

/**
 * Asks the server whether a definition makes sense, before any row is touched. Planning
 * the real statement takes the lock of an update on the table, ROW EXCLUSIVE, for a
 * moment.
 */
final class DefinitionCheck {

	private static final String READ_TABLE = """
			select c.oid::bigint as oid, quote_ident(n.nspname) || '.' || quote_ident(c.relname) as name,
			       quote_ident(c.relname) as alias, c.relkind,
			       row_security_active(c.oid) as row_security,
			       c.relkind = 'r' and exists (select from pg_inherits where inhparent = c.oid) as has_children
			  from pg_class c join pg_namespace n on n.oid = c.relnamespace
			 where c.oid = to_regclass(?)
			""";

	/**
	 * Unique btree indexes over not-null columns, in one direction, the primary key
	 * first.
	 */
	private static final String READ_KEYS = """
			select i.indexrelid::bigint as index, quote_ident(a.attname) as name, a.attname as plain_name,
			       format_type(a.atttypid, a.atttypmod) as type,
			       case when i.indcollation[k.n - 1] in (0, a.attcollation) then ''
			            else i.indcollation[k.n - 1]::regcollation::text end as collation
			  from pg_index i
			  join pg_class c on c.oid = i.indexrelid
			  join pg_am m on m.oid = c.relam and m.amname = 'btree'
			 cross join lateral (select x.attnum, x.n::int as n from unnest(i.indkey) with ordinality x(attnum, n)) k
			  join pg_attribute a on a.attrelid = i.indrelid and a.attnum = k.attnum
			 where i.indrelid = ? and i.indisunique and i.indisvalid and i.indpred is null and i.indexprs is null
			   and k.n <= i.indnkeyatts
			   and not exists (
			     select from generate_series(0, i.indnkeyatts - 1) p
			       join pg_attribute b on b.attrelid = i.indrelid and b.attnum = i.indkey[p]
			       join pg_opclass o on o.oid = i.indclass[p]
			      where not b.attnotnull or not o.opcdefault
			         or i.indoption[p] <> i.indoption[0] or i.indoption[p] not in (0, 3))
			 order by i.indisprimary desc, i.indnkeyatts, i.indexrelid, k.n
			""";

	private final Sessions sessions;

	private final Partitions partitions;

	private final InsertCheck insertion;

	private final PageCheck pages;

	private final InStepCheck inStep;

	private final InStepCatalog triggers;

	DefinitionCheck(Sessions sessions) {
		this.sessions = sessions;
		this.partitions = new Partitions(sessions);
		this.insertion = new InsertCheck(sessions);
		this.pages = new PageCheck(sessions);
		this.inStep = new InStepCheck(sessions);
		this.triggers = new InStepCatalog(sessions);
	}

	/**
	 * Checks a definition, in the caller's transaction.
	 * @return the tables and keys it works on
	 * @throws BackfillDefinitionException if it makes no sense
	 */
	Scope check(Backfill backfill) {
		return translating(backfill, () -> {
			Table table = table(backfill, backfill.table())
				.orElseThrow(() -> new BackfillDefinitionException(backfill.name(), "there is no table "
						+ backfill.table() + " on the search path; create it first, or name its schema"));
			if (backfill.change() instanceof InsertRows insert) {
				this.insertion.check(backfill, insert, table.oid());
			}
			this.triggers.requireNoRival(backfill, table.oid());
			if (backfill.change().inStep()) {
				this.inStep.check(backfill, table.oid());
			}
			if (!table.isPartitioned()) {
				Target target = checked(backfill, table, "", "");
				return lasting(backfill, table, new Scope(target.table(), target.key().signature(), List.of(target)));
			}
			List<Target> targets = new ArrayList<>();
			for (String partition : this.partitions.of(backfill, table.oid(), table.name())) {
				Table leaf = table(backfill, partition).orElseThrow();
				targets.add(checked(backfill, leaf, table.alias(), ""));
			}
			return lasting(backfill, table, new Scope(table.name(), "", targets));
		});
	}

	private Scope lasting(Backfill backfill, Table table, Scope scope) {
		scope.targets()
			.stream()
			.filter((target) -> target.key().isPlaces())
			.findFirst()
			.ifPresent((target) -> this.pages.requireLastingCondition(backfill, target, table.alias()));
		return scope;
	}

	/**
	 * Finds one of the tables that a definition works on, in the caller's transaction.
	 * @param partition the name of a partition; null for the definition's own table
	 * @param signature of the key along which it is walked already; one that came later
	 * does not matter where there was none
	 * @return empty if the partition is gone
	 * @throws BackfillDefinitionException if the definition makes no sense any more
	 */
	Optional<Target> find(Backfill backfill, @Nullable String partition, String signature) {
		return translating(backfill, () -> {
			Table table = table(backfill, backfill.table())
				.orElseThrow(() -> new BackfillDefinitionException(backfill.name(), "its table is gone"));
			if (partition == null) {
				return Optional.of(checked(backfill, table, "", signature));
			}
			return table(backfill, partition).map((leaf) -> checked(backfill, leaf, table.alias(), signature));
		});
	}

	private <T> T translating(Backfill backfill, Supplier<T> check) {
		try {
			return check.get();
		}
		catch (DataAccessException ex) {
			Failure failure = Failure.of(ex);
			if (failure.kind() != Failure.Kind.OTHER && failure.kind() != Failure.Kind.ROW) {
				throw ex;
			}
			throw new BackfillDefinitionException(backfill.name(),
					"the server refuses it with " + failure.describe() + ". Correct table, set or where");
		}
	}

	private Optional<Table> table(Backfill backfill, String name) {
		return this.sessions.jdbc()
			.sql(READ_TABLE)
			.param(name)
			.query((row, number) -> new Table(row.getLong("oid"), row.getString("name"), row.getString("alias"),
					row.getString("relkind"), row.getBoolean("row_security"), row.getBoolean("has_children")))
			.optional()
			.map((table) -> table.usableBy(backfill));
	}

	/**
	 * Has the server plan the real update of a table.
	 */
	private Target checked(Backfill backfill, Table table, String alias, String signature) {
		TableKey key = signature.equals(TableKey.PLACES.signature()) ? TableKey.PLACES
				: key(backfill, table.oid(), table.name());
		Target target = new Target(table.oid(), table.name(), alias, key);
		KeysetBatches batches = new KeysetBatches(this.sessions, backfill, target);
		new Drafts(this.sessions, Limits.CHECK, batches).explain(batches.last());
		return target;
	}

	private TableKey key(Backfill backfill, long table, String name) {
		Map<Long, List<KeyColumn>> keys = new LinkedHashMap<>();
		this.sessions.jdbc().sql(READ_KEYS).param(table).query((row) -> {
			keys.computeIfAbsent(row.getLong("index"), (index) -> new ArrayList<>())
				.add(new KeyColumn(row.getString("name"), row.getString("plain_name"), row.getString("type"),
						row.getString("collation")));
		});
		return keys.values()
			.stream()
			.filter((columns) -> columns.stream().noneMatch((column) -> sets(backfill, column)))
			.map(TableKey::new)
			.findFirst()
			.orElseGet(() -> places(backfill, table, name, keys.isEmpty()));
	}

	private TableKey places(Backfill backfill, long table, String name, boolean keyless) {
		String obstacle = this.pages.obstacle(backfill, table);
		if (obstacle == null) {
			return TableKey.PLACES;
		}
		throw new BackfillDefinitionException(backfill.name(),
				(keyless ? "table " + name
						+ " has no primary key and no unique index over not-null columns to walk along. Add one"
						: "it sets a column of the key of " + name
								+ ", along which it walks: a row could be met twice. Set another column")
						+ obstacle);
	}

	private static boolean sets(Backfill backfill, KeyColumn column) {
		return backfill.plainColumns().contains(column.plainName());
	}

	/**
	 * What the catalog says about a relation.
	 */
	private record Table(long oid, String name, String alias, String kind, boolean rowSecurity, boolean hasChildren) {

		boolean isPartitioned() {
			return this.kind.equals("p");
		}

		Table usableBy(Backfill backfill) {
			if (!this.kind.equals("r") && !this.kind.equals("p")) {
				throw new BackfillDefinitionException(backfill.name(),
						this.name + " is no table; name the table whose rows it changes");
			}
			if (this.hasChildren) {
				throw new BackfillDefinitionException(backfill.name(), this.name
						+ " has inheritance children, whose keys its key does not cover; declare a backfill for each child");
			}
			if (this.rowSecurity) {
				throw new BackfillDefinitionException(backfill.name(), "row level security may hide rows of "
						+ this.name + " from this role; run it as a role with BYPASSRLS or as the table's owner");
			}
			return this;
		}

	}

}
