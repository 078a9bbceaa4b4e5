package dev.zdm.backfill;

import java.util.List;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * When a backfill may be worked on.
 *
 * @param after the backfills that must be done first
 * @param afterMigrations the migrations that must have run first
 * @param priority which of several goes first: the greater one
 * @param hours the time of day in which it is worked on; null for any
 */
record Terms(List<String> after, List<String> afterMigrations, int priority, @Nullable DailyHours hours) {

	static final Terms NONE = new Terms(List.of(), List.of(), 0, null);

	Terms {
		after = List.copyOf(after);
		afterMigrations = List.copyOf(afterMigrations);
	}

	Terms afterBackfills(List<String> names) {
		return new Terms(Stream.concat(this.after.stream(), names.stream()).toList(), this.afterMigrations,
				this.priority, this.hours);
	}

	Terms afterMigration(String version) {
		return new Terms(this.after, Stream.concat(this.afterMigrations.stream(), Stream.of(version)).toList(),
				this.priority, this.hours);
	}

	Terms priority(int newPriority) {
		return new Terms(this.after, this.afterMigrations, newPriority, this.hours);
	}

	Terms within(@Nullable DailyHours newHours) {
		return new Terms(this.after, this.afterMigrations, this.priority, newHours);
	}

	/**
	 * Checks what can be checked without others.
	 * @throws IllegalArgumentException if it waits for itself or for nothing
	 */
	void complete(String backfill) {
		if (this.after.contains(backfill)) {
			throw new IllegalArgumentException("Backfill \"" + backfill + "\" waits for itself; leave that out");
		}
		if (this.afterMigrations.contains("")) {
			throw new IllegalArgumentException("Backfill \"" + backfill
					+ "\" waits for a migration without a version; give it as in .afterMigration(\"7\")");
		}
	}

	/**
	 * Whether something else must come first.
	 */
	boolean waits() {
		return !this.after.isEmpty() || !this.afterMigrations.isEmpty();
	}

	/**
	 * What must come first, as a part of what the backfill does; empty for nothing. An
	 * instance that knows of no such condition must not begin too early.
	 */
	String identity() {
		return waits() ? "\0after\0" + this.after.stream().sorted().toList() + '\0'
				+ this.afterMigrations.stream().sorted().toList() : "";
	}

}
