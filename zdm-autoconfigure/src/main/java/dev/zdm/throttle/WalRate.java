package dev.zdm.throttle;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;

import javax.sql.DataSource;

/**
 * How much write-ahead log the primary writes per second, over the last seconds: what
 * archiving, replication links and backups have to carry. Anybody may ask this.
 */
final class WalRate implements ServerSignal {

	static final String NAME = "wal";

	private static final long WINDOW_MICROS = 5_000_000;

	private static final String READ = """
			select (pg_current_wal_lsn() - '0/0')::bigint as position,
			       (extract(epoch from clock_timestamp()) * 1000000)::bigint as micros
			""";

	private final DataSource primary;

	private final Limit limit;

	private final Deque<Position> positions = new ArrayDeque<>();

	/**
	 * Creates the signal.
	 * @param limit in MB per second
	 */
	WalRate(DataSource primary, Limit limit) {
		this.primary = primary;
		this.limit = limit;
	}

	@Override
	public String name() {
		return NAME;
	}

	@Override
	public WhenUnknown whenUnknown() {
		return this.limit.whenUnknown();
	}

	@Override
	public DataSource server() {
		return this.primary;
	}

	@Override
	public synchronized Reading read(Round round) throws SQLException {
		Position now = round.ask(READ, WalRate::position);
		Position last = this.positions.peekLast();
		if (last != null && (now.bytes() < last.bytes() || now.micros() <= last.micros()
				|| now.micros() - last.micros() > WINDOW_MICROS)) {
			this.positions.clear();
		}
		this.positions.add(now);
		while (now.micros() - this.positions.getFirst().micros() > WINDOW_MICROS) {
			this.positions.removeFirst();
		}
		Position first = this.positions.getFirst();
		if (first == now) {
			return Reading.unknown("it is measured between two readings, and this was the first");
		}
		return this.limit.reading((double) (now.bytes() - first.bytes()) / (now.micros() - first.micros()), "MB/s", "");
	}

	private static Position position(ResultSet row) throws SQLException {
		row.next();
		return new Position(row.getLong("position"), row.getLong("micros"));
	}

	/**
	 * Where the log was at one moment, by the primary's clock.
	 */
	private record Position(long bytes, long micros) {
	}

}
