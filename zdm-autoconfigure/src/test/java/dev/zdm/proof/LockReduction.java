package dev.zdm.proof;

import java.util.HashMap;
import java.util.Map;

import dev.zdm.catalog.LockMode;
import dev.zdm.proof.Landscape.Site;

/**
 * The one place that says which of the locks that the server holds count.
 * <ul>
 * <li>{@code ACCESS SHARE} does not.</li>
 * <li>Relations that are new, and temporary ones, do not: nobody else sees them.</li>
 * <li>The lock on an index, or on a toast table, counts only where it is stronger than
 * the lock on its table: whoever gets as far as the index has the table's lock, so a
 * weaker one there stops nobody. {@code ALTER TABLE} locks what belongs to the table as
 * strongly as the table; {@code REINDEX} locks the index more strongly.</li>
 * </ul>
 */
record LockReduction(Landscape landscape, Map<Long, LockMode> locks) {

	Map<Long, LockMode> reduced() {
		Map<Long, LockMode> reduced = new HashMap<>();
		this.locks.forEach((oid, mode) -> this.landscape.site(oid)
			.filter((site) -> counts(site, mode))
			.ifPresent((site) -> reduced.put(oid, mode)));
		return reduced;
	}

	private boolean counts(Site site, LockMode mode) {
		return !site.temporary() && mode != LockMode.ACCESS_SHARE && mode.compareTo(ofOwner(site)) > 0;
	}

	/** The strongest lock on the table that it belongs to, and on that one's table. */
	private LockMode ofOwner(Site site) {
		LockMode strongest = LockMode.ACCESS_SHARE;
		for (long owner = site.owner(); owner != 0; owner = owner(owner)) {
			LockMode mode = this.locks.getOrDefault(owner, LockMode.ACCESS_SHARE);
			strongest = (mode.compareTo(strongest) > 0) ? mode : strongest;
		}
		return strongest;
	}

	private long owner(long oid) {
		return this.landscape.site(oid).map(Site::owner).orElse(0L);
	}

}
