package dev.zdm.hostile;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

import dev.zdm.catalog.Database;
import dev.zdm.guard.GuardSettings;
import dev.zdm.guard.Judge;
import dev.zdm.operation.Operation;
import dev.zdm.operation.Operations;
import dev.zdm.operation.Shop;

/**
 * The operations of the catalogue that the guard runs by a plan.
 */
final class PlannedOperations {

	/** {@code -Dzdm.crash.only=drop} tries those only that hold the expression. */
	private static final Pattern ONLY = Pattern.compile(System.getProperty("zdm.crash.only", ""));

	private PlannedOperations() {
	}

	static List<Operation> all() throws SQLException {
		Judge judge = new Judge(GuardSettings.defaults());
		List<Operation> planned = new ArrayList<>();
		try (Shop shop = Shop.open(List.of()); Connection connection = shop.dataSource().getConnection()) {
			for (Operation operation : Operations.of(Shop.version())) {
				connection.setAutoCommit(operation.setup().isEmpty());
				Database.run(connection, operation.setup().toArray(String[]::new));
				if (ONLY.matcher(operation.sql()).find()
						&& judge.judge(connection, Database.parse(operation.sql())).beside()) {
					planned.add(operation);
				}
				if (!connection.getAutoCommit()) {
					connection.rollback();
				}
			}
		}
		return planned;
	}

}
