package dev.zdm.sql;

import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import dev.zdm.sql.ObjectCommand.Verb;

/**
 * Understands the commands that keep tables and indexes in shape or empty them.
 */
final class MaintenanceParser {

	private static final Set<String> OFF = Set.of("off", "false", "0", "'off'", "'false'");

	private final SqlText text;

	private final String kind;

	private final Cursor cursor;

	private final Options options = new Options();

	private MaintenanceParser(SqlText text, String kind, Cursor cursor) {
		this.text = text;
		this.kind = kind;
		this.cursor = cursor;
	}

	/** The statement, or null when it begins with none of these commands. */
	static @Nullable Statement parse(SqlText text, String kind, Cursor cursor) {
		MaintenanceParser parser = new MaintenanceParser(text, kind, cursor);
		if (cursor.accept("truncate")) {
			return parser.truncate();
		}
		if (cursor.accept("vacuum")) {
			return parser.vacuum();
		}
		if (cursor.accept("cluster")) {
			return parser.cluster();
		}
		if (cursor.accept("reindex")) {
			return parser.reindex();
		}
		return cursor.accept("refresh", "materialized", "view") ? parser.refresh() : null;
	}

	private Statement truncate() {
		this.cursor.accept("table");
		RelationList tables = RelationList.read(this.cursor);
		this.options.add(this.cursor.accept("restart", "identity"), Option.RESTART_IDENTITY);
		this.cursor.accept("continue", "identity");
		this.options.add(ActionParser.cascade(this.cursor), Option.CASCADE);
		this.cursor.expectEnd();
		return command(Verb.TRUNCATE, ObjectType.TABLE, tables);
	}

	private Statement vacuum() {
		parenthesized(Set.of("full", "analyze", "analyse"));
		this.options.add(this.cursor.accept("full"), Option.FULL);
		this.cursor.accept("freeze");
		this.cursor.accept("verbose");
		this.options.add(this.cursor.accept("analyze") || this.cursor.accept("analyse"), Option.ANALYZE);
		RelationList tables = this.cursor.atEnd() ? RelationList.none() : RelationList.read(this.cursor);
		this.cursor.expectEnd();
		return command(Verb.VACUUM, ObjectType.TABLE, tables);
	}

	private Statement cluster() {
		parenthesized(Set.of());
		this.cursor.accept("verbose");
		if (this.cursor.atEnd()) {
			return command(Verb.CLUSTER, ObjectType.TABLE, RelationList.none());
		}
		QualifiedName table = this.cursor.qualifiedName();
		if (this.cursor.accept("on")) {
			table = this.cursor.qualifiedName();
		}
		else if (this.cursor.accept("using")) {
			this.cursor.name();
		}
		this.cursor.expectEnd();
		return command(Verb.CLUSTER, ObjectType.TABLE, new RelationList(List.of(table), Set.of()));
	}

	private Statement reindex() {
		parenthesized(Set.of("concurrently"));
		ObjectType type = ObjectType.expect(this.cursor);
		this.options.add(this.cursor.accept("concurrently"), Option.CONCURRENTLY);
		RelationList names = this.cursor.atEnd() ? RelationList.none()
				: new RelationList(List.of(this.cursor.qualifiedName()), Set.of());
		this.cursor.expectEnd();
		return command(Verb.REINDEX, type, names);
	}

	private Statement refresh() {
		this.options.add(this.cursor.accept("concurrently"), Option.CONCURRENTLY);
		QualifiedName view = this.cursor.qualifiedName();
		this.options.add(this.cursor.accept("with", "no", "data"), Option.WITH_NO_DATA);
		this.cursor.accept("with", "data");
		this.cursor.expectEnd();
		return command(Verb.REFRESH, ObjectType.MATERIALIZED_VIEW, new RelationList(List.of(view), Set.of()));
	}

	/** Options in parentheses, each perhaps with a value behind it. */
	private void parenthesized(Set<String> known) {
		if (!this.cursor.acceptSymbol('(')) {
			return;
		}
		do {
			String option = this.cursor.name();
			boolean given = !OFF.contains(this.cursor.peek() != null ? this.cursor.peek().value() : "");
			while (!this.cursor.atEnd() && !this.cursor.atSymbol(',') && !this.cursor.atSymbol(')')) {
				this.cursor.skip();
			}
			this.options.add(given && known.contains(option), option.equals("full") ? Option.FULL
					: option.equals("concurrently") ? Option.CONCURRENTLY : Option.ANALYZE);
		}
		while (this.cursor.acceptSymbol(','));
		this.cursor.expectSymbol(')');
	}

	private Statement command(Verb verb, ObjectType type, RelationList names) {
		return new ObjectCommand(this.text, this.kind, verb, type, names.names(), null, names.only(),
				this.options.set());
	}

}
