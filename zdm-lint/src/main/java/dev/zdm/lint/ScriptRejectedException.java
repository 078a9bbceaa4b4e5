package dev.zdm.lint;

import java.sql.SQLException;
import java.util.Objects;

import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/**
 * The server rejects a statement of a script.
 */
final class ScriptRejectedException extends Exception {

	private static final long serialVersionUID = 1L;

	private static final String ACTIVE_TRANSACTION = "25001";

	private final transient SourceFile file;

	private final transient Position position;

	private final @Nullable String sqlState;

	private final @Nullable String hint;

	private ScriptRejectedException(SourceFile file, Position position, String message, @Nullable String hint,
			SQLException cause) {
		super(message, cause);
		this.file = file;
		this.position = position;
		this.sqlState = cause.getSQLState();
		this.hint = hint;
	}

	/** A statement that was rejected. */
	static ScriptRejectedException of(ScriptStatement statement, SQLException cause) {
		ServerErrorMessage server = (cause instanceof PSQLException ex) ? ex.getServerErrorMessage() : null;
		String sql = statement.sql();
		int offset = 0;
		if (server != null && server.getPosition() > 0 && server.getPosition() <= sql.codePointCount(0, sql.length())) {
			offset = sql.offsetByCodePoints(0, server.getPosition() - 1);
		}
		String message = (server != null && server.getMessage() != null) ? server.getMessage() : cause.getMessage();
		String detail = (server != null) ? server.getDetail() : null;
		return new ScriptRejectedException(statement.file(), statement.file().position(statement.start() + offset),
				Objects.requireNonNullElse(message, cause.toString()) + ((detail != null) ? ". " + detail : ""),
				hint(sql, cause, server), cause);
	}

	private static @Nullable String hint(String sql, SQLException cause, @Nullable ServerErrorMessage server) {
		if (Placeholders.isIn(sql)) {
			return "If ${…} is a placeholder, give its value with --placeholder NAME=VALUE.";
		}
		if (ACTIVE_TRANSACTION.equals(cause.getSQLState())) {
			return "The migration runs in a transaction. Put executeInTransaction=false into its .sql.conf (Flyway) or "
					+ "runInTransaction:false behind its changeset (Liquibase).";
		}
		if (sql.regionMatches(true, 0, "copy", 0, 4)) {
			return "Data behind COPY … FROM STDIN is not read; use INSERT, or leave the data out.";
		}
		if (sql.startsWith("\\")) {
			return "Commands of psql are not understood.";
		}
		return (server != null) ? server.getHint() : null;
	}

	SourceFile file() {
		return this.file;
	}

	Position position() {
		return this.position;
	}

	/** The message in one line, with the SQLSTATE. */
	String explanation() {
		return getMessage() + ((this.sqlState != null) ? " (SQLSTATE " + this.sqlState + ")" : "");
	}

	@Nullable String hint() {
		return this.hint;
	}

}
