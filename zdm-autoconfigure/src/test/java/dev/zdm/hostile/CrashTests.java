package dev.zdm.hostile;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import dev.zdm.catalog.Database;
import dev.zdm.guard.GuardSettings;
import dev.zdm.guard.Judge;
import dev.zdm.journal.MigrationRecord;
import dev.zdm.operation.CatalogDump;
import dev.zdm.operation.Operation;
import dev.zdm.operation.Operations;
import dev.zdm.operation.Shop;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The process dies within and after each step of each plan, one process after the other,
 * until one comes to the end: then all is as if the statement had been run as it stands,
 * and nothing is left over.
 */
class CrashTests {

	private static final int TOO_MANY = 100;

	/** The operations that are run by a plan. */
	static List<Operation> operations() throws SQLException {
		Judge judge = new Judge(GuardSettings.defaults());
		List<Operation> planned = new ArrayList<>();
		try (Shop shop = Shop.open(List.of()); Connection connection = shop.dataSource().getConnection()) {
			for (Operation operation : Operations.of(Shop.version())) {
				connection.setAutoCommit(operation.setup().isEmpty());
				Database.run(connection, operation.setup().toArray(String[]::new));
				if (judge.judge(connection, Database.parse(operation.sql())).beside()) {
					planned.add(operation);
				}
				connection.setAutoCommit(true);
			}
		}
		return planned;
	}

	@ParameterizedTest
	@MethodSource("operations")
	void theSameStatementGoesOnWhereItStoppedAndNothingIsLeftOver(Operation operation) throws SQLException {
		Set<String> points = new LinkedHashSet<>();
		try (Shop shop = Shop.open(operation); Shop plain = Shop.open(operation)) {
			int processes = 0;
			while (!runs(shop, operation, points)) {
				assertThat(++processes).as("processes").isLessThan(TOO_MANY);
			}
			plain.run(operation.sql());
			assertThat(points).hasSizeGreaterThanOrEqualTo(2);
			CatalogDump.assertAlike(CatalogDump.of(shop), CatalogDump.of(plain));
		}
	}

	/** Whether a new process comes to the end. */
	private static boolean runs(Shop shop, Operation operation, Set<String> points) throws SQLException {
		Instance instance = new Instance(shop.dataSource(), Duration.ofSeconds(20));
		Collapse collapse = new Collapse(shop, instance.process(), points);
		instance.process().meets(collapse);
		try (instance) {
			instance.run(operation.sql());
			assertThat(instance.settings()).isEmpty();
			assertThat(instance.journal().recent(TOO_MANY)).extracting(MigrationRecord::outcome)
				.startsWith("done")
				.filteredOn((outcome) -> !outcome.equals("interrupted"))
				.hasSize(1);
			assertThat(shop.strings("select 1 from pg_locks where locktype = 'advisory'")).isEmpty();
			return true;
		}
		catch (Killed ex) {
			collapse.awaitAftermath();
			return false;
		}
	}

}
