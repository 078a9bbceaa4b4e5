package dev.zdm.catalog;

/**
 * Something that goes when a {@code DROP} is run.
 *
 * @param catalog the system catalog that it is in, such as {@code pg_trigger}
 * @param oid its object id
 * @param column the number of the column when it is one, else 0
 * @param type what kind of object it is, in the words of {@code pg_identify_object}, such
 * as {@code trigger} or {@code table column}
 * @param identity its name with all that tells it from others, as SQL, such as
 * {@code touch on shop.orders}
 * @param relation the object id of the relation that it is, or belongs to; for an index
 * its table's; 0 when it belongs to none that can be locked
 * @param named whether the statement names it
 * @param cascaded whether it goes only because the statement says {@code CASCADE}; false
 * also for what belongs to something else that goes
 */
public record Dependent(String catalog, long oid, int column, String type, String identity, long relation,
		boolean named, boolean cascaded) {

	/**
	 * What it is.
	 * @return its kind and name
	 */
	public String description() {
		return this.type + " " + this.identity;
	}

	/**
	 * Whether it is a relation as a whole.
	 * @return whether it is a table, an index, a sequence or a view, not a column
	 */
	public boolean isRelation() {
		return this.catalog.equals("pg_class") && this.column == 0;
	}

}
