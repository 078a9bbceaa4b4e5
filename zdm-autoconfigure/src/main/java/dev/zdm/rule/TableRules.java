package dev.zdm.rule;

import java.util.List;
import java.util.stream.Stream;

import dev.zdm.catalog.Relation;
import dev.zdm.sql.ActionKind;
import dev.zdm.sql.AlterAction.Change;
import dev.zdm.sql.QualifiedName;

/**
 * Rules about how a table is kept and protected.
 */
final class TableRules {

	static final List<Rule> ALL = List.of(
			new Rule("ZDM042", "SET LOGGED and SET UNLOGGED rewrite the whole table", Hazard.REWRITE,
					Altered.by(List.of(ActionKind.SET_LOGGED, ActionKind.SET_UNLOGGED), TableRules::persistence)),
			new Rule("ZDM043", "SET TABLESPACE copies the whole table", Hazard.REWRITE,
					Altered.by(List.of(ActionKind.SET_TABLESPACE), TableRules::tablespace)),
			new Rule("ZDM044", "SET ACCESS METHOD rewrites the whole table", Hazard.REWRITE,
					Altered.by(List.of(ActionKind.SET_ACCESS_METHOD), TableRules::accessMethod)),
			new Rule("ZDM051", "SET SCHEMA breaks the code that is running", Hazard.BREAKS_CODE,
					Altered.by(List.of(ActionKind.SET_SCHEMA), TableRules::schema)),
			new Rule("ZDM052", "A protection is turned off for everybody", Hazard.NONE,
					Altered.by(
							List.of(ActionKind.DISABLE_TRIGGER, ActionKind.DISABLE_RULE,
									ActionKind.DISABLE_ROW_SECURITY, ActionKind.NO_FORCE_ROW_SECURITY),
							TableRules::protection)));

	private TableRules() {
	}

	private static Stream<Rule.Case> persistence(Change change, Altered altered) {
		if (!altered.rewrites(change)) {
			return Stream.empty();
		}
		Relation table = altered.table();
		return Stream.of(new Rule.Case(
				table.name() + " and all its indexes are written anew while nobody can read or write."
						+ ((change.kind() == ActionKind.SET_UNLOGGED)
								? " An unlogged table is empty after a crash, and on every replica." : ""),
				"Create a new table of the wanted kind, fill it by a backfill while the application writes both, and "
						+ "change over to it.")
			.on(List.of(table)));
	}

	private static Stream<Rule.Case> tablespace(Change change, Altered altered) {
		Relation table = altered.table();
		String now = (table.storage().tablespace() != null) ? table.storage().tablespace() : "pg_default";
		return (table.hasRows() && !now.equals(change.argument())) ? Stream.of(new Rule.Case(
				"All of " + table.name() + " is copied while nobody can read or write.",
				"Create a new table in the tablespace, fill it by a backfill while the application writes both, and "
						+ "change over to it; or use pg_repack.")
			.on(List.of(table))) : Stream.empty();
	}

	private static Stream<Rule.Case> accessMethod(Change change, Altered altered) {
		return (altered.rewrites(change) && altered.table().hasRows()) ? Stream.of(new Rule.Case(
				"All of " + altered.table().name() + " is written anew while nobody can read or write.",
				"Create a new table with the access method, fill it by a backfill while the application writes both, "
						+ "and change over to it.")
			.on(List.of(altered.table()))) : Stream.empty();
	}

	private static Stream<Rule.Case> schema(Change change, Altered altered) {
		Relation table = altered.table();
		return table.name().schema() != null && table.name().schema().equals(change.argument()) ? Stream.empty()
				: Stream.of(new Rule.Case("Every instance that is running finds it as " + table.name() + ".", """
						Move it together with a view in the old place, in one transaction, and drop the view later:
						  -- zdm:allow ZDM051 reason="view below"
						  ALTER TABLE %1$s SET SCHEMA %2$s;
						  CREATE VIEW %1$s AS SELECT * FROM %2$s.%3$s;""".formatted(table.name(), change.argument(),
						QualifiedName.quoteIfNeeded(table.name().name()))));
	}

	private static Stream<Rule.Case> protection(Change change, Altered altered) {
		return Stream.of(new Rule.Case(
				"What " + change.text().strip() + " turns off stays off for all sessions until it is turned on again: "
						+ "rows of " + altered.table().name() + " that are written meanwhile are not seen to.",
				"For one session only, and without a lock: SET session_replication_role = replica (needs the right to)."));
	}

}
