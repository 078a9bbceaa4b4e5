package dev.zdm.rule;

import dev.zdm.catalog.Relation;
import dev.zdm.sql.QualifiedName;

/**
 * The recipe of a column that a trigger keeps filled for new rows and a backfill fills
 * for old ones.
 *
 * @param table its table
 * @param column its name
 * @param type its type
 * @param expression its value, over the row's other columns
 */
record FilledColumn(Relation table, String column, String type, String expression) {

	/** What to paste, up to the backfill. */
	String recipe() {
		return """
				ALTER TABLE %1$s ADD COLUMN %2$s %3$s;
				CREATE FUNCTION %4$s() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
				  SELECT %5$s INTO NEW.%2$s FROM (SELECT NEW.*) AS %6$s; RETURN NEW; END $$;
				CREATE TRIGGER %7$s BEFORE INSERT OR UPDATE ON %1$s FOR EACH ROW EXECUTE FUNCTION %4$s();
				zdm.backfills.%8$s: {table: '%9$s', set: {'%10$s': '%11$s'}, where: '%10$s is distinct from (%11$s)'}"""
			.formatted(this.table.name(), quoted(), this.type, function(), this.expression,
					QualifiedName.quoteIfNeeded(this.table.name().name()), trigger(),
					this.column.replaceAll("[^A-Za-z0-9]", "-"), yaml(this.table.name().toString()), yaml(quoted()),
					yaml(this.expression))
			.indent(2)
			.stripTrailing();
	}

	/** What to paste to put it into the place of another column. */
	String swap(String other) {
		boolean notNull = this.table.column(other).map(Relation.Column::notNull).orElse(false);
		return """
				Give %2$s what %3$s has (default, NOT NULL, indexes, constraints), then swap them at once, and drop the old \
				one when it is not missed:
				  BEGIN;
				  DROP TRIGGER %4$s ON %1$s;
				%6$s  ALTER TABLE %1$s /* zdm:allow ZDM050 reason="swapped" */ RENAME COLUMN %3$s TO %5$s;
				  ALTER TABLE %1$s /* zdm:allow ZDM050 reason="swapped" */ RENAME COLUMN %2$s TO %3$s;
				  COMMIT;
				  DROP FUNCTION %7$s();
				  ALTER TABLE %1$s DROP COLUMN %5$s;"""
			.formatted(this.table.name(), quoted(), QualifiedName.quoteIfNeeded(other), trigger(),
					QualifiedName.quoteIfNeeded(other + "_old"), notNull ? "  ALTER TABLE " + this.table.name()
							+ " ALTER COLUMN " + QualifiedName.quoteIfNeeded(other) + " DROP NOT NULL;\n" : "",
					function());
	}

	private String quoted() {
		return QualifiedName.quoteIfNeeded(this.column);
	}

	private String trigger() {
		return QualifiedName.quoteIfNeeded("fill_" + this.column);
	}

	private QualifiedName function() {
		return this.table.name().sibling("fill_" + this.table.name().name() + "_" + this.column);
	}

	private static String yaml(String text) {
		return text.replace("'", "''");
	}

}
