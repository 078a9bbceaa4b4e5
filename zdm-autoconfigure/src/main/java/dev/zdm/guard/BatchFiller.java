package dev.zdm.guard;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.Supplier;

import dev.zdm.backfill.Backfill;
import dev.zdm.backfill.BackfillProgress;
import dev.zdm.backfill.ForegroundBackfill;
import dev.zdm.execute.Cancellation;
import dev.zdm.execute.Filler;
import dev.zdm.execute.StepProgress;
import dev.zdm.plan.Fill;
import dev.zdm.sql.QualifiedName;

/**
 * Fills the rows of a new column by a backfill that the migration waits for.
 */
final class BatchFiller implements Filler {

	private static final int LONGEST_NAME = 40;

	private static final String COLUMN_NUMBER = "select attnum from pg_attribute where attrelid = ?::oid and attname = ?";

	private final Supplier<ForegroundBackfill> backfills;

	/**
	 * Creates a filler.
	 * @param backfills where to find who runs backfills, once one is needed
	 */
	BatchFiller(Supplier<ForegroundBackfill> backfills) {
		this.backfills = backfills;
	}

	@Override
	public void fill(Connection connection, Fill fill, Consumer<StepProgress> progress) throws SQLException {
		Backfill backfill = Backfill.of(name(connection, fill))
			.table(fill.table().quoted())
			.set(QualifiedName.quoteIfNeeded(fill.column()), fill.expression())
			.where(fill.where());
		try {
			this.backfills.get().run(backfill, (now, time) -> {
				progress.accept(new StepProgress(inWords(now), List.of(), 0));
				Cancellation.pause(time);
			});
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new SQLException("Interrupted while rows of " + fill.table() + " were filled", "57014", ex);
		}
	}

	private static String inWords(BackfillProgress progress) {
		return "%d rows filled, %.0f %%%s".formatted(progress.rowsDone(), progress.percent(),
				progress.reason().isEmpty() ? "" : ": " + progress.reason());
	}

	/**
	 * Another column of the name, in another table or later on, is another task: the
	 * numbers of tables and of their columns are not used twice.
	 */
	private static String name(Connection connection, Fill fill) throws SQLException {
		try (PreparedStatement statement = connection.prepareStatement(COLUMN_NUMBER)) {
			statement.setLong(1, fill.oid());
			statement.setString(2, fill.column());
			try (ResultSet row = statement.executeQuery()) {
				if (!row.next()) {
					throw new SQLException(fill.table() + " has lost its column " + fill.column() + " again", "42703");
				}
				String words = ("fill-" + fill.table().name() + "." + fill.column()).toLowerCase(Locale.ROOT)
					.replaceAll("[^a-z0-9._-]", "_");
				return words.substring(0, Math.min(words.length(), LONGEST_NAME)) + "-" + fill.oid() + "-"
						+ row.getInt(1);
			}
		}
	}

}
