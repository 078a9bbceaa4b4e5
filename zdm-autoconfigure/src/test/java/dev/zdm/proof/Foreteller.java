package dev.zdm.proof;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

import dev.zdm.catalog.Database;
import dev.zdm.catalog.Facts;
import dev.zdm.catalog.LockMode;
import dev.zdm.rule.Finding;
import dev.zdm.rule.Impact;
import dev.zdm.rule.Rules;
import dev.zdm.sql.QualifiedName;
import dev.zdm.sql.Statement;

/**
 * Asks zdm what a statement would do.
 */
final class Foreteller {

	private final Connection connection;

	/** A connection that is in a transaction from its first statement on. */
	Foreteller(Connection connection) {
		this.connection = connection;
	}

	Foretold foretell(String sql) throws SQLException {
		try {
			Statement statement = Database.parse(sql);
			Facts facts = Database.facts(this.connection, sql);
			Map<String, LockMode> locks = new TreeMap<>();
			Impact impact = Impact.of(statement, facts);
			impact.locks().forEach((lock) -> locks.put(lock.relation().toString(), lock.mode()));
			return new Foretold(Rules.judge(statement, facts).stream().map(Finding::code).toList(),
					new Effects(locks, names(impact.rewrites()), names(impact.scans()), names(impact.builds())));
		}
		finally {
			this.connection.rollback();
		}
	}

	private static Set<String> names(List<QualifiedName> names) {
		return names.stream().map(QualifiedName::toString).collect(Collectors.toSet());
	}

}
