package dev.zdm.hostile;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import dev.zdm.test.PostgresCluster;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.boot.convert.DurationStyle;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Migrations in bad weather: {@code -Dzdm.hostile=30m} for half an hour of it,
 * {@code -Dzdm.hostile.seed=…} for the same choices once more.
 */
@EnabledIfSystemProperty(named = "zdm.hostile", matches = ".+", disabledReason = "its weather is chance")
class HostileTests {

	private static final Logger logger = LoggerFactory.getLogger(HostileTests.class);

	private static final Duration ROUND = Duration.ofSeconds(20);

	@Test
	void whenItClearsUpTheCatalogIsRightAndNothingIsLeftOver() throws SQLException {
		Duration duration = DurationStyle.detectAndParse(System.getProperty("zdm.hostile"));
		long seed = Long.getLong("zdm.hostile.seed", System.nanoTime());
		long end = System.nanoTime() + duration.toNanos();
		Figures figures = new Figures();
		List<Throwable> failures = new ArrayList<>();
		try (PostgresCluster cluster = PostgresCluster.builder().setting("max_connections", "60").start()) {
			do {
				logger.info("Round with -Dzdm.hostile.seed={}", seed);
				try {
					new Round(cluster.primary(), seed++, figures).run(ROUND);
				}
				catch (AssertionError | ConditionTimeoutException ex) {
					logger.error("Round failed", ex);
					failures.add(ex);
				}
				figures.count("rounds");
				logger.info("{}", figures);
			}
			while (System.nanoTime() < end);
		}
		assertThat(failures).isEmpty();
	}

}
