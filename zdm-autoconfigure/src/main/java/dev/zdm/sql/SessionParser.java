package dev.zdm.sql;

import java.util.List;
import java.util.Locale;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import dev.zdm.sql.TransactionControl.Verb;

/**
 * Understands what changes the session or its transaction.
 */
final class SessionParser {

	private static final Set<String> TRANSACTION_WORDS = Set.of("work", "transaction");

	private SessionParser() {
	}

	/** The statement, or null when it begins with none of these commands. */
	static @Nullable Statement parse(SqlText text, Cursor cursor) {
		if (cursor.accept("set")) {
			return set(text, cursor);
		}
		if (cursor.accept("reset")) {
			cursor.accept("transaction", "isolation", "level");
			boolean isolation = cursor.atEnd();
			return setting(text, cursor, false, true, isolation ? "transaction_isolation" : parameter(cursor));
		}
		if (cursor.accept("lock")) {
			return lock(text, cursor);
		}
		if (cursor.accept("analyze") || cursor.accept("analyse")) {
			cursor.acceptGroup();
			cursor.accept("verbose");
			return new Analyze(text, cursor.atEnd() ? List.of() : RelationList.read(cursor).names());
		}
		return transaction(text, cursor);
	}

	private static Statement set(SqlText text, Cursor cursor) {
		boolean constraints = cursor.at("constraints") && !cursor.isNextSymbol('=') && !cursor.isNext("to");
		boolean scoped = !cursor.isNextSymbol('=') && !cursor.isNext("to") && !cursor.isNextSymbol('.');
		boolean local = scoped && cursor.accept("local");
		if (scoped && !local && cursor.at("session") && !cursor.isNext("authorization")) {
			cursor.skip();
		}
		String name = parameter(cursor);
		if (!cursor.acceptSymbol('=')) {
			cursor.accept("to");
		}
		return setting(text, cursor, local || constraints, cursor.atEnd(), name);
	}

	private static Statement setting(SqlText text, Cursor cursor, boolean local, boolean reset, String name) {
		boolean byDefault = cursor.at("default") && cursor.peek(1) == null;
		return new SettingChange(text, local, reset || byDefault, name, byDefault ? "" : cursor.rest());
	}

	private static String parameter(Cursor cursor) {
		if (cursor.accept("session", "authorization")) {
			return "session_authorization";
		}
		if (cursor.accept("time", "zone")) {
			return "timezone";
		}
		if (cursor.accept("xml", "option")) {
			return "xmloption";
		}
		if (cursor.accept("characteristics", "as", "transaction")) {
			return "session characteristics";
		}
		if (cursor.at("schema") && cursor.peek(1) != null && cursor.peek(1).kind() == Token.Kind.STRING) {
			cursor.skip();
			return "search_path";
		}
		if (cursor.at("names") && !cursor.isNextSymbol('=') && !cursor.isNextSymbol('.') && !cursor.isNext("to")) {
			cursor.skip();
			return "client_encoding";
		}
		StringBuilder name = new StringBuilder(cursor.name());
		while (cursor.acceptSymbol('.')) {
			name.append('.').append(cursor.name());
		}
		return name.toString();
	}

	private static Statement lock(SqlText text, Cursor cursor) {
		cursor.accept("table");
		RelationList relations = RelationList.read(cursor);
		String mode = "ACCESS EXCLUSIVE";
		if (cursor.accept("in")) {
			StringBuilder words = new StringBuilder();
			while (!cursor.accept("mode")) {
				words.append(words.isEmpty() ? "" : " ").append(cursor.name());
			}
			mode = words.toString().toUpperCase(Locale.ROOT);
		}
		boolean nowait = cursor.accept("nowait");
		cursor.expectEnd();
		return new LockTables(text, relations.names(), relations.only(), mode, nowait);
	}

	private static @Nullable Statement transaction(SqlText text, Cursor cursor) {
		if (cursor.accept("begin") || cursor.accept("start", "transaction")) {
			return new TransactionControl(text, Verb.BEGIN, null);
		}
		if (cursor.accept("savepoint")) {
			return new TransactionControl(text, Verb.SAVEPOINT, cursor.name());
		}
		if (cursor.accept("release")) {
			if (cursor.peek(1) != null) {
				cursor.accept("savepoint");
			}
			return new TransactionControl(text, Verb.RELEASE, cursor.name());
		}
		if (cursor.accept("prepare", "transaction")) {
			return new TransactionControl(text, Verb.PREPARE, null);
		}
		if (cursor.accept("commit", "prepared")) {
			return new TransactionControl(text, Verb.COMMIT_PREPARED, null);
		}
		if (cursor.accept("rollback", "prepared")) {
			return new TransactionControl(text, Verb.ROLLBACK_PREPARED, null);
		}
		if (cursor.accept("commit") || cursor.accept("end")) {
			return new TransactionControl(text, Verb.COMMIT, null);
		}
		return (cursor.accept("rollback") || cursor.accept("abort")) ? rollback(text, cursor) : null;
	}

	private static Statement rollback(SqlText text, Cursor cursor) {
		cursor.acceptAny(TRANSACTION_WORDS);
		if (!cursor.accept("to")) {
			return new TransactionControl(text, Verb.ROLLBACK, null);
		}
		if (cursor.peek(1) != null) {
			cursor.accept("savepoint");
		}
		return new TransactionControl(text, Verb.ROLLBACK_TO, cursor.name());
	}

}
