package dev.zdm.backfill;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

import org.springframework.jdbc.support.SqlArrayValue;

/**
 * The rows of {@code zdm.backfill_preflight}.
 */
final class PreflightTable {

	private static final String PRESENT = "select exists (select from zdm.backfill_preflight where backfill = ?)";

	private static final String INSERT = """
			insert into zdm.backfill_preflight (backfill, rows_seen, rows_changed, millis, wal_bytes, rows_hot, row_bytes,
			                                    triggers, warnings)
			values (?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing
			""";

	private static final String READ = """
			select p.*, b.rows_estimated from zdm.backfill_preflight p join zdm.backfill b on b.id = p.backfill
			 where p.backfill = ?
			""";

	private final Sessions sessions;

	PreflightTable(Sessions sessions) {
		this.sessions = sessions;
	}

	boolean has(long backfill) {
		return this.sessions.jdbc().sql(PRESENT).param(backfill).query(Boolean.class).single();
	}

	void insert(long backfill, Preflight.Measured measured) {
		this.sessions.jdbc()
			.sql(INSERT)
			.params(backfill, measured.rows(), measured.changed(), measured.millis(), measured.walBytes(),
					measured.hot(), measured.rowBytes(), new SqlArrayValue("text", measured.triggers().toArray()),
					new SqlArrayValue("text", measured.warnings().toArray()))
			.update();
	}

	Optional<BackfillPreflight> find(long backfill) {
		return this.sessions.jdbc().sql(READ).param(backfill).query((row, number) -> preflight(row)).optional();
	}

	private static BackfillPreflight preflight(ResultSet row) throws SQLException {
		long rows = row.getLong("rows_seen");
		long changed = row.getLong("rows_changed");
		double all = row.getLong("rows_estimated");
		double allChanged = all * changed / Math.max(rows, 1);
		double millisPerRow = row.getDouble("millis") / Math.max(rows, 1);
		double walPerRow = (double) row.getLong("wal_bytes") / Math.max(changed, 1);
		double hot = (double) row.getLong("rows_hot") / Math.max(changed, 1);
		return new BackfillPreflight(rows, changed, (millisPerRow > 0) ? 1000 / millisPerRow : 0, walPerRow, hot,
				Duration.ofMillis(Math.round(all * millisPerRow)), Math.round(allChanged * walPerRow),
				Math.round(allChanged * (1 - hot) * row.getDouble("row_bytes")), texts(row, "triggers"),
				texts(row, "warnings"));
	}

	private static List<String> texts(ResultSet row, String column) throws SQLException {
		return List.of((String[]) row.getArray(column).getArray());
	}

}
