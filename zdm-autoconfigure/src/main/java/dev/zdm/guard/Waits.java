package dev.zdm.guard;

import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

import dev.zdm.execute.Blocker;
import dev.zdm.execute.BlockerPolicy;
import dev.zdm.execute.LadderListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs who keeps a statement from being judged, now and then: it has no entry in the
 * journal yet.
 */
final class Waits implements LadderListener {

	private static final Logger logger = LoggerFactory.getLogger(Waits.class);

	private static final Duration BETWEEN_WARNINGS = Duration.ofSeconds(30);

	private final String kind;

	private long warned = System.nanoTime() - BETWEEN_WARNINGS.toNanos();

	Waits(String kind) {
		this.kind = kind;
	}

	@Override
	public void attempted(boolean acquired, Duration allowed) {
	}

	@Override
	public void blocked(List<Blocker> blockers, int waiting) {
		long now = System.nanoTime();
		if (now - this.warned >= BETWEEN_WARNINGS.toNanos()) {
			this.warned = now;
			logger.warn("{} cannot be judged while others hold its table, behind whom {} sessions wait: {}", this.kind,
					waiting, blockers.stream().map(Blocker::toString).collect(Collectors.joining("; ")));
		}
	}

	@Override
	public void removed(Blocker blocker, BlockerPolicy.Action action) {
	}

	@Override
	public void waited(Duration duration) {
	}

}
