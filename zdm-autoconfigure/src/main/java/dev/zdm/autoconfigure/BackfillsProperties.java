package dev.zdm.autoconfigure;

import java.time.DateTimeException;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;

import dev.zdm.backfill.Backfill;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Backfills that are declared as properties.
 *
 * @param backfills Backfills by name.
 */
@ConfigurationProperties("zdm")
public record BackfillsProperties(@DefaultValue Map<String, Definition> backfills) {

	List<Backfill> toBackfills() {
		return this.backfills.entrySet().stream().map((entry) -> entry.getValue().toBackfill(entry.getKey())).toList();
	}

	/**
	 * A backfill.
	 *
	 * @param table Table to change, or to read where rows are inserted into another one.
	 * @param set SQL expression for each column to set.
	 * @param where SQL condition of the rows that need it.
	 * @param keepInStep Whether a trigger sets the columns in rows that are written
	 * meanwhile and afterwards, until it is released.
	 * @param delete Whether to delete the rows instead of changing them.
	 * @param into Table to insert a row into for each row, instead of changing it.
	 * @param onConflict What to do where that table has such a row already.
	 * @param after Backfills that must be done before it begins.
	 * @param afterMigration Migrations that must have run before it begins: versions for
	 * Flyway, ids of changesets for Liquibase.
	 * @param priority Which one goes first when there are fewer workers than backfills:
	 * the greater one.
	 * @param window Part of the day in which it is worked on.
	 */
	public record Definition(@Nullable String table, @DefaultValue Map<String, String> set, @Nullable String where,
			@DefaultValue("false") boolean keepInStep, @DefaultValue("false") boolean delete, @Nullable String into,
			@Nullable OnConflict onConflict, @DefaultValue List<String> after,
			@DefaultValue List<String> afterMigration, @DefaultValue("0") int priority, @Nullable Window window) {

		Backfill toBackfill(String name) {
			Backfill backfill = Backfill.of(name).table((this.table != null) ? this.table : "");
			backfill = (this.into != null) ? backfill.insertInto(this.into) : backfill;
			for (Map.Entry<String, String> entry : this.set.entrySet()) {
				backfill = backfill.set(entry.getKey(), entry.getValue());
			}
			backfill = this.delete ? backfill.delete() : backfill;
			backfill = this.keepInStep ? backfill.keepInStep() : backfill;
			backfill = (this.onConflict != null) ? this.onConflict.addTo(backfill) : backfill;
			backfill = (this.where != null && !this.where.isBlank()) ? backfill.where(this.where) : backfill;
			backfill = backfill.after(this.after.toArray(String[]::new)).priority(this.priority);
			for (String version : this.afterMigration) {
				backfill = backfill.afterMigration(version);
			}
			return ((this.window != null) ? this.window.addTo(name, backfill) : backfill).complete();
		}

	}

	/**
	 * What to do where a table has a row already.
	 *
	 * @param columns Columns of a unique index, by which it is found.
	 * @param action What to do with the row that is there.
	 */
	public record OnConflict(@DefaultValue List<String> columns, @DefaultValue("nothing") Action action) {

		Backfill addTo(Backfill backfill) {
			String[] names = this.columns.toArray(String[]::new);
			return switch (this.action) {
				case NOTHING -> backfill.onConflictDoNothing(names);
				case UPDATE -> backfill.onConflictDoUpdate(names);
			};
		}

		/**
		 * What to do with a row that is there.
		 */
		public enum Action {

			/** Leave it as it is. */
			NOTHING,

			/** Give it the new values. */
			UPDATE

		}

	}

	/**
	 * A part of each day.
	 *
	 * @param from When it begins, such as "22:00".
	 * @param to When it ends; before "from" if it goes over midnight.
	 * @param zone Where the clocks are, such as "Europe/Berlin".
	 */
	public record Window(@Nullable String from, @Nullable String to, @Nullable String zone) {

		Backfill addTo(String name, Backfill backfill) {
			if (this.from == null || this.to == null || this.zone == null) {
				throw new IllegalArgumentException(
						"zdm.backfills.%s.window needs from, to and zone, such as {from: \"22:00\", to: \"05:00\", zone: Europe/Berlin}"
							.formatted(name));
			}
			try {
				return backfill.window(LocalTime.parse(this.from), LocalTime.parse(this.to), ZoneId.of(this.zone));
			}
			catch (DateTimeException ex) {
				throw new IllegalArgumentException(
						"zdm.backfills.%s.window: %s; write times in quotes, such as \"22:00\", as YAML reads a number otherwise"
							.formatted(name, ex.getMessage()),
						ex);
			}
		}

	}

}
