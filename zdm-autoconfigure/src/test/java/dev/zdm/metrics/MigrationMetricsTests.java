package dev.zdm.metrics;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

import dev.zdm.event.BackfillEvent.BatchCommitted;
import dev.zdm.event.BackfillEvent.BatchFailed;
import dev.zdm.event.StatementEvent.Finished;
import dev.zdm.event.StatementEvent.LockAttempted;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class MigrationMetricsTests {

	private final MigrationMetrics metrics = new MigrationMetrics(() -> null, () -> null);

	private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

	@Test
	void countsStatementsThatCameToAnEndBeforeThereWasARegistry() {
		this.metrics.on(finished("CREATE INDEX", "rewrite", "done"));
		this.metrics.on(finished("CREATE INDEX", "rewrite", "failed"));
		this.metrics.bindTo(this.registry);
		this.metrics.on(finished("CREATE INDEX", "rewrite", "done"));
		assertThat(count("zdm.statements", "kind", "CREATE INDEX", "verdict", "rewrite", "outcome", "done"))
			.isEqualTo(2);
		assertThat(count("zdm.statements", "kind", "CREATE INDEX", "verdict", "rewrite", "outcome", "failed")).isOne();
		assertThat(timeCount("zdm.statement.duration", "kind", "CREATE INDEX", "verdict", "rewrite")).isEqualTo(3);
		assertThat(seconds("zdm.statement.duration", "kind", "CREATE INDEX", "verdict", "rewrite")).isEqualTo(6);
	}

	@Test
	void registersWhatAppearsAfterBindingInEveryRegistry() {
		SimpleMeterRegistry second = new SimpleMeterRegistry();
		this.metrics.bindTo(this.registry);
		this.metrics.bindTo(second);
		this.metrics.bindTo(second);
		this.metrics.on(finished("ALTER TABLE", "safe", "done"));
		assertThat(count("zdm.statements", "kind", "ALTER TABLE", "verdict", "safe", "outcome", "done")).isOne();
		assertThat(second.get("zdm.statements").tag("kind", "ALTER TABLE").functionCounter().count()).isOne();
	}

	@Test
	void countsLockAttemptsByOutcome() {
		this.metrics.bindTo(this.registry);
		this.metrics.on(new LockAttempted("ALTER TABLE", false, Duration.ZERO));
		this.metrics.on(new LockAttempted("ALTER TABLE", false, Duration.ofMillis(100)));
		this.metrics.on(new LockAttempted("ALTER TABLE", true, Duration.ofMillis(200)));
		assertThat(count("zdm.lock.attempts", "kind", "ALTER TABLE", "outcome", "timeout")).isEqualTo(2);
		assertThat(count("zdm.lock.attempts", "kind", "ALTER TABLE", "outcome", "acquired")).isOne();
	}

	@Test
	void timesTheWaitForLocksOfStatementsThatWereNotRefused() {
		this.metrics.bindTo(this.registry);
		this.metrics.on(finished("DROP TABLE", "safe", "done"));
		this.metrics.on(finished("DROP TABLE", "refuse", "refused"));
		assertThat(timeCount("zdm.lock.wait", "kind", "DROP TABLE")).isOne();
		assertThat(seconds("zdm.lock.wait", "kind", "DROP TABLE")).isEqualTo(0.5);
		assertThat(timeCount("zdm.statement.duration", "kind", "DROP TABLE", "verdict", "refuse")).isOne();
	}

	@Test
	void countsRowsAndBatches() {
		this.metrics.on(new BatchCommitted("order-n", 1000, 150_000_000));
		this.metrics.bindTo(this.registry);
		this.metrics.on(new BatchCommitted("order-n", 500, 100_000_000));
		this.metrics.on(new BatchFailed("order-n", "40P01"));
		assertThat(count("zdm.backfill.rows", "backfill", "order-n")).isEqualTo(1500);
		assertThat(count("zdm.backfill.batches", "backfill", "order-n", "outcome", "committed")).isEqualTo(2);
		assertThat(count("zdm.backfill.batches", "backfill", "order-n", "outcome", "failed")).isOne();
		assertThat(seconds("zdm.backfill.batch.duration", "backfill", "order-n")).isEqualTo(0.25);
	}

	@Test
	void hasNoBackfillsWhenTheyAreSwitchedOff() {
		this.metrics.bindTo(this.registry);
		assertThat(this.registry.get("zdm.backfills").gauges()).hasSize(6)
			.allSatisfy((gauge) -> assertThat(gauge.value()).isZero());
	}

	private static Finished finished(String kind, String verdict, String outcome) {
		return new Finished(kind, verdict, outcome, Duration.ofMillis(500), Duration.ofSeconds(2));
	}

	private double count(String name, String... tags) {
		return this.registry.get(name).tags(tags).functionCounter().count();
	}

	private double timeCount(String name, String... tags) {
		return this.registry.get(name).tags(tags).functionTimer().count();
	}

	private double seconds(String name, String... tags) {
		return this.registry.get(name).tags(tags).functionTimer().totalTime(TimeUnit.SECONDS);
	}

}
