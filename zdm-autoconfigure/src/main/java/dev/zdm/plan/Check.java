package dev.zdm.plan;

import java.util.ArrayList;
import java.util.List;

/**
 * A question to the catalog that is answered by yes or no.
 *
 * @param sql a query of one row with one boolean
 * @param parameters its parameters: texts and numbers
 */
public record Check(String sql, List<Object> parameters) {

	/** For an effect that the catalog does not show; doing it again does no harm. */
	public static final Check NEVER = new Check("select false", List.of());

	/**
	 * Creates a check that shares nothing with the caller's list.
	 */
	public Check {
		parameters = List.copyOf(parameters);
	}

	/**
	 * A question that is answered by yes when all of these are.
	 * @param checks the questions, at least one
	 * @return all of them as one
	 */
	static Check all(List<Check> checks) {
		if (checks.contains(NEVER)) {
			return NEVER;
		}
		List<Object> parameters = new ArrayList<>();
		checks.forEach((check) -> parameters.addAll(check.parameters()));
		String conditions = String.join(" and ", checks.stream().map((check) -> "(" + check.sql() + ")").toList());
		return new Check("select " + conditions, parameters);
	}

	/** A question that is answered by yes when one of these is. */
	static Check either(Check one, Check other) {
		List<Object> parameters = new ArrayList<>(one.parameters());
		parameters.addAll(other.parameters());
		return new Check("select (" + one.sql() + ") or (" + other.sql() + ")", parameters);
	}

	/** Whether there is an index, valid or not. */
	static Check index(long table, String index) {
		return index(table, index, "true");
	}

	static Check attachedIndex(long partition, String index, long table, String parent) {
		return new Check("select exists (select from pg_inherits h join pg_index i on i.indexrelid = h.inhrelid "
				+ "join pg_class c on c.oid = h.inhrelid join pg_index pi on pi.indexrelid = h.inhparent "
				+ "join pg_class pc on pc.oid = h.inhparent where i.indrelid = ?::oid and c.relname = ? "
				+ "and pi.indrelid = ?::oid and pc.relname = ?)", List.of(partition, index, table, parent));
	}

	static Check validIndex(long table, String index) {
		return index(table, index, "i.indisvalid");
	}

	/** What an interrupted build left, not what somebody is building. */
	static Check invalidIndex(long table, String index) {
		return index(table, index, "not i.indisvalid and not exists (select from pg_stat_progress_create_index p "
				+ "where p.index_relid = i.indexrelid)");
	}

	private static Check index(long table, String index, String condition) {
		return new Check("select exists (select from pg_index i join pg_class c on c.oid = i.indexrelid "
				+ "where i.indrelid = ?::oid and c.relname = ? and " + condition + ")", List.of(table, index));
	}

	/** Whether a table is a partition of another, and nobody is detaching it. */
	static Check partition(long partition, long parent) {
		return partition(partition, parent, "exists", "not inhdetachpending");
	}

	/** The same of a table that is yet to be made. */
	static Check partition(String quotedName, long parent) {
		return new Check("select exists (select from pg_inherits where inhrelid = to_regclass(?) "
				+ "and inhparent = ?::oid and not inhdetachpending)", List.of(quotedName, parent));
	}

	/** Whether a table is half detached from another: its rows are seen there no more. */
	static Check detaching(long partition, long parent) {
		return partition(partition, parent, "exists", "inhdetachpending");
	}

	static Check noPartition(long partition, long parent) {
		return partition(partition, parent, "not exists", "true");
	}

	private static Check partition(long partition, long parent, String found, String condition) {
		return new Check("select " + found + " (select from pg_inherits where inhrelid = ?::oid and inhparent = ?::oid "
				+ "and " + condition + ")", List.of(partition, parent));
	}

	static Check relation(String quotedName) {
		return new Check("select to_regclass(?) is not null", List.of(quotedName));
	}

	static Check noRelation(String quotedName) {
		return new Check("select to_regclass(?) is null", List.of(quotedName));
	}

	static Check constraint(long table, String constraint) {
		return new Check("select exists (select from pg_constraint where conrelid = ?::oid and conname = ?)",
				List.of(table, constraint));
	}

	static Check noConstraint(long table, String constraint) {
		return new Check("select not exists (select from pg_constraint where conrelid = ?::oid and conname = ?)",
				List.of(table, constraint));
	}

	static Check validConstraint(long table, String constraint) {
		return new Check(
				"select exists (select from pg_constraint where conrelid = ?::oid and conname = ? and convalidated)",
				List.of(table, constraint));
	}

	static Check column(long table, String column) {
		return new Check(
				"select exists (select from pg_attribute where attrelid = ?::oid and attname = ? and attnum > 0 "
						+ "and not attisdropped)",
				List.of(table, column));
	}

	static Check noColumn(long table, String column) {
		return new Check("select not exists (select from pg_attribute where attrelid = ?::oid and attname = ? "
				+ "and attnum > 0 and not attisdropped)", List.of(table, column));
	}

	/** Whether nothing is left to fill; reads until it finds something. */
	static Check noRow(Fill fill) {
		return new Check("select not exists (select from " + fill.table() + " where " + fill.where() + ")", List.of());
	}

	static Check identity(long table, String column) {
		return new Check(
				"select exists (select from pg_attribute where attrelid = ?::oid and attname = ? and attidentity <> '')",
				List.of(table, column));
	}

	/** Before PostgreSQL 18 {@code attnotnull} says all. */
	static Check notNull(long table, String column) {
		return new Check(
				"select exists (select from pg_attribute where attrelid = ?::oid and attname = ? and attnotnull)",
				List.of(table, column));
	}

}
