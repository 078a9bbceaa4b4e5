package dev.zdm.hostile;

import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

import dev.zdm.operation.Shop;
import org.jspecify.annotations.Nullable;

/**
 * Kills a process that runs a plan, at the first point that none before it has reached:
 * <ul>
 * <li>within a transaction's step, when its work is done and not committed;</li>
 * <li>within a concurrent step, while that waits for somebody: once the session ends with
 * the process, once it lives on alone;</li>
 * <li>after a step, before anybody wrote down that it is done.</li>
 * </ul>
 */
final class Collapse implements Fate {

	private static final String STEP_BEGINS = "update zdm.migration_step set outcome = 'running'";

	private static final String STEP_ENDS = "update zdm.migration_step set outcome = ?, finished_at";

	private static final Set<String> HARMLESS = Set.of("select", "show", "with", "set", "savepoint", "release",
			"commit", "rollback", "");

	private final Shop shop;

	private final MortalDataSource process;

	private final Set<String> points;

	private boolean inStep;

	private @Nullable String work;

	private int worker;

	private CompletableFuture<Void> aftermath = CompletableFuture.completedFuture(null);

	/**
	 * Creates a fate.
	 * @param points where others died; gets where this one does
	 */
	Collapse(Shop shop, MortalDataSource process, Set<String> points) {
		this.shop = shop;
		this.process = process;
		this.points = points;
	}

	/**
	 * Waits until all sessions that end with the process have ended. One that lives on
	 * ends soon after.
	 */
	void awaitAftermath() {
		this.aftermath.join();
	}

	@Override
	public synchronized void before(int backend, String sql) {
		if (sql.startsWith(STEP_BEGINS)) {
			this.inStep = true;
			this.work = null;
		}
		else if (sql.startsWith(STEP_ENDS)) {
			this.inStep = false;
			if (this.work != null && this.points.add("after " + this.work)) {
				this.process.kill();
				this.aftermath = Sessions.awaitGone(this.shop, this.process.backends());
			}
		}
		else if (this.inStep && sql.equals("commit") && backend == this.worker
				&& this.points.add("within " + this.work)) {
			this.process.kill();
			this.aftermath = Sessions.awaitGone(this.shop, this.process.backends());
		}
		else if (this.inStep && sql.contains("CONCURRENTLY")) {
			holdUp(backend, sql);
		}
	}

	@Override
	public synchronized void after(int backend, String sql) {
		if (this.inStep && isWork(sql)) {
			this.work = sql;
			this.worker = backend;
		}
	}

	private void holdUp(int backend, String sql) {
		boolean ends = this.points.add("held up and ended " + sql);
		if (ends || this.points.add("held up and alone")) {
			Holder holder = Holder.open(this.shop);
			this.aftermath = CompletableFuture.runAsync(() -> dieWhileItWaits(holder, backend, ends),
					(task) -> new Thread(task).start());
		}
	}

	private void dieWhileItWaits(Holder holder, int backend, boolean ends) {
		try (holder) {
			holder.awaitWaiting(backend);
			this.process.kill();
			List<Integer> backends = this.process.backends();
			if (ends) {
				Sessions.terminate(this.shop, backends);
			}
			Sessions
				.awaitGone(this.shop,
						backends.stream().filter((each) -> ends || each != backend).collect(Collectors.toList()))
				.join();
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static boolean isWork(String sql) {
		return !sql.contains("zdm.migration")
				&& !HARMLESS.contains(sql.strip().split("\\W", 2)[0].toLowerCase(Locale.ROOT));
	}

}
