package dev.zdm.catalog;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

import dev.zdm.sql.AlterAction;
import dev.zdm.sql.AlterAction.DropColumn;
import dev.zdm.sql.Statement.AlterTable;

/**
 * Finds what needs a column that is to be dropped without {@code CASCADE}: then the
 * server refuses.
 */
final class ColumnNeeds {

	/**
	 * A partition key is an inner part of its table. A check needs its columns twice, and
	 * goes with them.
	 */
	private static final String NEEDS = """
			select d.classid::regclass::text from pg_depend d join pg_attribute a
			on a.attrelid = d.refobjid and a.attnum = d.refobjsubid and a.attname = ?
			where d.refclassid = 'pg_class'::regclass and d.refobjid = ?::oid
			and (d.deptype = 'n' or d.deptype = 'i' and d.classid = d.refclassid and d.objid = d.refobjid)
			and not exists (select from pg_depend o where o.deptype = 'a' and o.refclassid = d.refclassid
			and o.refobjid = d.refobjid and o.refobjsubid = d.refobjsubid and o.classid = d.classid and o.objid = d.objid)
			limit 1
			""";

	private ColumnNeeds() {
	}

	/** The columns that cannot be dropped, each with what stands against it. */
	static Map<AlterAction, Facts.Effect> read(Connection connection, AlterTable alter, Relation table)
			throws SQLException {
		Map<AlterAction, Facts.Effect> needed = new HashMap<>();
		for (AlterAction action : alter.actions()) {
			if (action instanceof DropColumn drop && !drop.cascade() && table.column(drop.column()).isPresent()) {
				try (PreparedStatement statement = connection.prepareStatement(NEEDS)) {
					statement.setString(1, drop.column());
					statement.setLong(2, table.oid());
					try (ResultSet row = statement.executeQuery()) {
						if (row.next()) {
							needed.put(drop, Facts.Effect.unknown("something in " + row.getString(1) + " needs it"));
						}
					}
				}
			}
		}
		return needed;
	}

}
