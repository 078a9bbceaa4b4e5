package dev.zdm.jdbc;

import java.lang.ref.WeakReference;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * The guarded connections that each thread has opened and not yet closed. Migration tools
 * use more than one at a time, and what one holds can stop the other.
 */
final class OpenConnections {

	private static final ThreadLocal<List<WeakReference<GuardedConnection>>> OPENED = ThreadLocal
		.withInitial(() -> new ArrayList<>(2));

	private OpenConnections() {
	}

	static void add(GuardedConnection connection) {
		List<WeakReference<GuardedConnection>> opened = OPENED.get();
		if (!opened.isEmpty()) {
			forgetClosed(opened);
		}
		opened.add(new WeakReference<>(connection));
	}

	/** The driver's connections of the current thread, without one of them. */
	static List<Connection> siblings(Connection target) {
		List<WeakReference<GuardedConnection>> opened = OPENED.get();
		forgetClosed(opened);
		List<Connection> siblings = new ArrayList<>();
		for (WeakReference<GuardedConnection> reference : opened) {
			GuardedConnection connection = reference.get();
			if (connection != null && connection.target() != target) {
				siblings.add(connection.target());
			}
		}
		return siblings;
	}

	private static void forgetClosed(List<WeakReference<GuardedConnection>> opened) {
		for (Iterator<WeakReference<GuardedConnection>> each = opened.iterator(); each.hasNext();) {
			GuardedConnection connection = each.next().get();
			if (connection == null || connection.isClosed()) {
				each.remove();
			}
		}
	}

}
