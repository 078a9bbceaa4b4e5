package dev.zdm.hostile;

import java.sql.SQLException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionException;

import dev.zdm.journal.MigrationRecord;
import dev.zdm.operation.CatalogDump;
import dev.zdm.operation.Operation;
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

	static List<Operation> operations() throws SQLException {
		return PlannedOperations.all();
	}

	@ParameterizedTest
	@MethodSource("operations")
	void theSameStatementGoesOnWhereItStoppedAndNothingIsLeftOver(Operation operation) throws SQLException {
		Set<String> points = new HashSet<>();
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
		DeathWithin death = new DeathWithin(shop, instance.process());
		instance.process().meets(new Collapse(points, death));
		try (instance) {
			instance.run(operation.sql());
			assertThat(instance.settings()).isEmpty();
			assertThatNothingIsLeft(shop, instance.journal().recent(TOO_MANY));
			return true;
		}
		catch (Killed | CompletionException ex) {
			Killed.requireReasonOf(ex);
			death.awaitAftermath();
			return false;
		}
	}

	static void assertThatNothingIsLeft(Shop shop, List<MigrationRecord> journal) throws SQLException {
		assertThat(journal).extracting(MigrationRecord::outcome)
			.startsWith("done")
			.filteredOn((outcome) -> !outcome.equals("interrupted"))
			.hasSize(1);
		assertThat(shop.strings("select 1 from pg_locks where locktype = 'advisory' "
				+ "and database = (select oid from pg_database where datname = current_database())"))
			.isEmpty();
	}

}
