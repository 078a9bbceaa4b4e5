package dev.zdm.execute;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

import dev.zdm.catalog.LockMode;
import dev.zdm.execute.LockLadder.LockRequest;
import dev.zdm.rule.RelationLock;
import dev.zdm.sql.QualifiedName;

/**
 * Asks the catalog what reading some relations wants of the ladder, without a lock on
 * any.
 */
final class Wanted {

	private static final String OIDS = """
			select named.number, to_regclass(named.name)::oid from unnest(?::text[]) with ordinality named (name, number)
			where to_regclass(named.name) is not null
			""";

	/** Locks for which readers or writers wait. */
	private static final String HOLDS_STRONG_LOCK = """
			select exists (select from pg_locks where pid = pg_backend_pid() and granted and locktype = 'relation'
			and relation >= 16384
			and mode in ('ShareLock', 'ShareRowExclusiveLock', 'ExclusiveLock', 'AccessExclusiveLock'))
			""";

	private Wanted() {
	}

	static LockRequest toRead(Connection connection, List<QualifiedName> relations) throws SQLException {
		List<RelationLock> locks = new ArrayList<>();
		try (PreparedStatement statement = connection.prepareStatement(OIDS)) {
			statement.setArray(1,
					connection.createArrayOf("text", relations.stream().map(QualifiedName::quoted).toArray()));
			try (ResultSet row = statement.executeQuery()) {
				while (row.next()) {
					locks
						.add(new RelationLock(row.getLong(2), relations.get(row.getInt(1) - 1), LockMode.ACCESS_SHARE));
				}
			}
		}
		try (PreparedStatement statement = connection.prepareStatement(HOLDS_STRONG_LOCK);
				ResultSet row = statement.executeQuery()) {
			row.next();
			return new LockRequest(locks, row.getBoolean(1), false);
		}
	}

}
