package dev.zdm.throttle;

import java.sql.ResultSet;
import java.sql.SQLException;

import javax.sql.DataSource;

/**
 * A signal that is one question to the primary. Safe for use by several threads.
 */
final class ServerFigure implements ServerSignal {

	private static final String ROLE = "select quote_ident(current_user)";

	private final DataSource primary;

	private final ServerQuestion question;

	private final Limit limit;

	ServerFigure(DataSource primary, ServerQuestion question, Limit limit) {
		this.primary = primary;
		this.question = question;
		this.limit = limit;
	}

	@Override
	public String name() {
		return this.question.signal();
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
	public Reading read(Round round) throws SQLException {
		Reading reading = round.ask(this.question.sql(), this::reading);
		if (reading instanceof Reading.Unknown hidden) {
			String role = round.ask(ROLE, (row) -> row.next() ? row.getString(1) : "");
			return Reading
				.unknown("role %1$s may not see %2$s; run: grant pg_monitor to %1$s".formatted(role, hidden.reason()));
		}
		return reading;
	}

	private Reading reading(ResultSet row) throws SQLException {
		if (!row.next()) {
			return this.limit.reading(0, this.question.unit(), this.question.nothing());
		}
		String problem = row.getString("problem");
		return (problem != null) ? Reading.unknown(problem)
				: this.limit.reading(row.getDouble("value"), this.question.unit(), row.getString("subject"));
	}

}
