package dev.zdm.journal;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Reads what the journal remembers of migrations.
 */
final class MigrationHistory {

	static final String FIND = """
			select id, source, kind, relation, sql, verdict, findings, outcome, attempts, lock_wait_ms, blockers, error,
			    started_at, finished_at
			from zdm.migration where ? or source = ? order by id desc limit ?
			""";

	private static final String FIND_STEPS = """
			select sql, transaction, outcome, started_at, finished_at, migration, progress
			from zdm.migration_step where migration = any (?) order by migration, position
			""";

	private MigrationHistory() {
	}

	/**
	 * The records that {@link #FIND} finds: those of a source, or of all when it is null.
	 */
	static List<MigrationRecord> read(PreparedStatement find, @Nullable String source, int limit) throws SQLException {
		find.setBoolean(1, source == null);
		find.setString(2, source);
		find.setInt(3, limit);
		List<MigrationRecord> records = new ArrayList<>();
		try (ResultSet row = find.executeQuery()) {
			while (row.next()) {
				records.add(record(row));
			}
		}
		Map<Long, List<MigrationRecord.StepRecord>> steps = steps(find.getConnection(), records);
		return records.stream().map((found) -> found.with(steps.getOrDefault(found.id(), List.of()))).toList();
	}

	private static MigrationRecord record(ResultSet row) throws SQLException {
		return new MigrationRecord(row.getLong(1), row.getString(2), row.getString(3), row.getString(4),
				row.getString(5), row.getString(6), texts(row.getArray(7)), row.getString(8), row.getInt(9),
				row.getLong(10), texts(row.getArray(11)), row.getString(12),
				row.getObject(13, OffsetDateTime.class).toInstant(), instant(row, 14), List.of());
	}

	private static Map<Long, List<MigrationRecord.StepRecord>> steps(Connection connection,
			List<MigrationRecord> records) throws SQLException {
		Map<Long, List<MigrationRecord.StepRecord>> steps = new HashMap<>();
		try (PreparedStatement statement = connection.prepareStatement(FIND_STEPS)) {
			statement.setArray(1,
					connection.createArrayOf("bigint", records.stream().map(MigrationRecord::id).toArray()));
			try (ResultSet row = statement.executeQuery()) {
				while (row.next()) {
					steps.computeIfAbsent(row.getLong(6), (id) -> new ArrayList<>())
						.add(new MigrationRecord.StepRecord(row.getString(1), row.getString(2), row.getString(3),
								instant(row, 4), instant(row, 5), row.getString(7)));
				}
			}
		}
		return steps;
	}

	private static @Nullable Instant instant(ResultSet row, int column) throws SQLException {
		OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
		return (time != null) ? time.toInstant() : null;
	}

	private static List<String> texts(Array array) throws SQLException {
		return List.of((String[]) array.getArray());
	}

}
