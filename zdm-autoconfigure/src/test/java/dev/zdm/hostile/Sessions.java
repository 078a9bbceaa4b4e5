package dev.zdm.hostile;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

import dev.zdm.operation.Shop;

import static org.awaitility.Awaitility.await;

/**
 * Sessions of the server, by their process ids.
 */
final class Sessions {

	private Sessions() {
	}

	/** Ends the sessions of a dead process, save some, and waits until they are gone. */
	static void end(Shop shop, List<Integer> backends, List<Integer> spared) throws SQLException {
		List<Integer> ended = backends.stream().filter((each) -> !spared.contains(each)).toList();
		if (spared.isEmpty()) {
			shop.strings("select pg_terminate_backend(pid) from pg_stat_activity where pid in (" + list(ended) + ")");
		}
		awaitGone(shop, ended).join();
	}

	/** Done when all of them have ended. */
	static CompletableFuture<Void> awaitGone(Shop shop, List<Integer> backends) {
		return CompletableFuture.runAsync(() -> await().dontCatchUncaughtExceptions()
			.pollInterval(Duration.ofMillis(10))
			.atMost(Duration.ofSeconds(20))
			.until(() -> shop.strings("select pid from pg_stat_activity where pid in (" + list(backends) + ")")
				.isEmpty()), (task) -> new Thread(task).start());
	}

	private static String list(List<Integer> backends) {
		return backends.isEmpty() ? "0" : backends.stream().map(String::valueOf).collect(Collectors.joining(", "));
	}

}
