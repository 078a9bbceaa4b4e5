package dev.zdm.catalog;

/**
 * Where an object stands in the system catalogs.
 *
 * @param classId the object id of the catalog
 * @param oid the object id in it
 * @param column the number of the column of a relation, or 0 for the whole object
 */
public record ObjectAddress(long classId, long oid, int column) {

	/** The object id of {@code pg_class}. */
	public static final long RELATION = 1259;

	/** The object id of {@code pg_constraint}. */
	public static final long CONSTRAINT = 2606;

	/**
	 * A relation.
	 * @param oid its object id
	 * @return its address
	 */
	public static ObjectAddress relation(long oid) {
		return new ObjectAddress(RELATION, oid, 0);
	}

}
