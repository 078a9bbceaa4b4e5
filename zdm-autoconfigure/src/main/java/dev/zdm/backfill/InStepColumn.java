package dev.zdm.backfill;

/**
 * A column that a trigger reads or sets.
 *
 * @param name its name, quoted where needed
 * @param type its type without length, that of a domain's values
 * @param fallback what it has where an insert does not name it, as an SQL expression
 * @param set whether it is set
 * @param input whether one of the expressions reads it
 * @param condition whether the definition's condition reads it
 * @param late whether the server knows its value only after the trigger: it is generated,
 * or one of the system's
 */
record InStepColumn(String name, String type, String fallback, boolean set, boolean input, boolean condition,
		boolean late) {

	boolean read() {
		return this.input || this.condition;
	}

}
