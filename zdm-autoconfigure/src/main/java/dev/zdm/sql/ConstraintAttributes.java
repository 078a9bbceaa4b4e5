package dev.zdm.sql;

import org.jspecify.annotations.Nullable;

/**
 * What stands behind a constraint, in any order.
 */
final class ConstraintAttributes {

	private boolean notValid;

	private boolean notEnforced;

	private boolean noInherit;

	static boolean isNext(Cursor cursor) {
		return cursor.at("not") || cursor.at("deferrable") || (cursor.at("no") && cursor.isNext("inherit"))
				|| cursor.at("initially") || (cursor.at("enforced") && cursor.peek(1) == null);
	}

	static ConstraintAttributes read(Cursor cursor) {
		return read(cursor, "");
	}

	/**
	 * Reads all of the rest.
	 * @param further one more word that says nothing about locks
	 */
	static ConstraintAttributes read(Cursor cursor, String further) {
		ConstraintAttributes attributes = new ConstraintAttributes();
		while (!cursor.atEnd()) {
			if (cursor.accept("not", "valid")) {
				attributes.notValid = true;
			}
			else if (cursor.accept("not", "enforced")) {
				attributes.notEnforced = true;
			}
			else if (cursor.accept("no", "inherit")) {
				attributes.noInherit = true;
			}
			else if (!cursor.accept("enforced") && !cursor.accept(further)) {
				ConstraintParser.deferral(cursor);
			}
		}
		return attributes;
	}

	/** Whether existing rows are left unchecked, now or for ever. */
	boolean notValid() {
		return this.notValid || this.notEnforced;
	}

	boolean enforced() {
		return !this.notEnforced;
	}

	boolean noInherit() {
		return this.noInherit;
	}

	@Nullable Option option() {
		return this.notEnforced ? Option.NOT_ENFORCED : this.noInherit ? Option.NO_INHERIT : null;
	}

}
