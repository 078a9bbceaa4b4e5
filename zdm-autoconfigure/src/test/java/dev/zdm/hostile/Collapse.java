package dev.zdm.hostile;

import java.util.Locale;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Lets a process that runs a plan die at the first point that none before it has reached:
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

	/** The point of a session that lives on when its process is gone. */
	static final String ALONE = "held up and alone";

	private final Set<String> points;

	private final Death death;

	private boolean inStep;

	private @Nullable String work;

	private int worker;

	/**
	 * Creates a fate.
	 * @param points where others died; gets where this one does
	 */
	Collapse(Set<String> points, Death death) {
		this.points = points;
		this.death = death;
	}

	@Override
	public synchronized void before(int backend, String sql) {
		if (sql.startsWith(STEP_BEGINS)) {
			this.inStep = true;
			this.work = null;
		}
		else if (sql.startsWith(STEP_ENDS)) {
			this.inStep = false;
			dieOnce("after ", this.work);
		}
		else if (this.inStep && sql.equals("commit") && backend == this.worker) {
			dieOnce("within ", this.work);
		}
		else if (this.inStep && sql.contains("CONCURRENTLY")) {
			dieHeldUp(backend, sql);
		}
	}

	@Override
	public synchronized void after(int backend, String sql) {
		if (this.inStep && isWork(sql)) {
			this.work = sql;
			this.worker = backend;
		}
	}

	private void dieOnce(String when, @Nullable String what) {
		String point = line(when + what);
		if (what != null && this.points.add(point)) {
			this.death.now(point);
		}
	}

	private void dieHeldUp(int backend, String sql) {
		String point = line("held up " + sql);
		if (this.points.add(point)) {
			this.death.held(point, backend, true);
		}
		else if (this.points.add(ALONE)) {
			this.death.held(ALONE, backend, false);
		}
	}

	/** Processes tell each other of points in lines. */
	private static String line(String point) {
		return point.replaceAll("\\s+", " ").strip();
	}

	private static boolean isWork(String sql) {
		return !sql.contains("zdm.migration")
				&& !HARMLESS.contains(sql.strip().split("\\W", 2)[0].toLowerCase(Locale.ROOT));
	}

}
