package dev.zdm.guard;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

import dev.zdm.sql.QualifiedName;

/**
 * The tables that the current thread's migration has created, in whatever transaction:
 * all of their rows are its own.
 */
final class FreshTables {

	private static final ThreadLocal<Set<Long>> CREATED = ThreadLocal.withInitial(HashSet::new);

	private FreshTables() {
	}

	/** Another migration begins, or none. */
	static void forget() {
		CREATED.remove();
	}

	/** A table was created. */
	static void add(Connection connection, QualifiedName name) throws SQLException {
		long oid = oid(connection, name);
		if (oid != 0) {
			CREATED.get().add(oid);
		}
	}

	/** Whether all of these are such tables. */
	static boolean areAll(Connection connection, Collection<QualifiedName> names) throws SQLException {
		Set<Long> created = CREATED.get();
		if (created.isEmpty() || names.isEmpty()) {
			return false;
		}
		for (QualifiedName name : names) {
			if (!created.contains(oid(connection, name))) {
				return false;
			}
		}
		return true;
	}

	private static long oid(Connection connection, QualifiedName name) throws SQLException {
		try (PreparedStatement find = connection.prepareStatement("select to_regclass(?)::oid::bigint")) {
			find.setString(1, name.toString());
			try (ResultSet row = find.executeQuery()) {
				return row.next() ? row.getLong(1) : 0;
			}
		}
	}

}
