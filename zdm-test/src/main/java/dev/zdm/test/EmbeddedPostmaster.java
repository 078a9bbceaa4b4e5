package dev.zdm.test;

import java.nio.file.Path;
import java.time.Duration;

/**
 * A server process on this machine, run with {@code pg_ctl}. It lives in a session of its
 * own, so that Ctrl-C on the terminal reaches the JVM alone.
 */
final class EmbeddedPostmaster implements Postmaster {

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	private final PostgresBinaries binaries;

	private final Path data;

	private final Path log;

	private final int port;

	EmbeddedPostmaster(PostgresBinaries binaries, Path data, Path log, int port) {
		this.binaries = binaries;
		this.data = data;
		this.log = log;
		this.port = port;
	}

	@Override
	public String host() {
		return "localhost";
	}

	@Override
	public int port() {
		return this.port;
	}

	@Override
	public boolean isRunning() {
		return RunningPostmaster.of(this.data).isPresent();
	}

	@Override
	public void start() {
		if (!isRunning()) {
			this.binaries.run(this.log, "pg_ctl", "start", "-w", "-s", "-t", Long.toString(PATIENCE.toSeconds()), "-D",
					this.data.toString(), "-l", this.log.toString());
		}
	}

	@Override
	public void stop(Shutdown mode) {
		RunningPostmaster.of(this.data).ifPresent((postmaster) -> stop(postmaster, mode));
	}

	private void stop(RunningPostmaster postmaster, Shutdown mode) {
		this.binaries.run(this.log, "pg_ctl", "kill", mode.signal(), Long.toString(postmaster.process().pid()));
		if (!Patience.until(PATIENCE, () -> !isRunning())) {
			throw new IllegalStateException("Process %d on %s does not end:%n%s".formatted(postmaster.process().pid(),
					this.data, LogFile.lastLines(this.log)));
		}
	}

}
