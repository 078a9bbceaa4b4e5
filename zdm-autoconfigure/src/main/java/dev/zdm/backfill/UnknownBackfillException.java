package dev.zdm.backfill;

import java.util.List;

/**
 * There is no backfill of that name.
 */
public final class UnknownBackfillException extends IllegalArgumentException {

	private static final long serialVersionUID = 1L;

	private final String backfill;

	UnknownBackfillException(String backfill, List<String> known) {
		super("There is no backfill \"" + backfill + "\"; known are " + known);
		this.backfill = backfill;
	}

	/**
	 * The name that was asked for.
	 * @return the name
	 */
	public String backfill() {
		return this.backfill;
	}

}
