package dev.zdm.autoconfigure;

import dev.zdm.backfill.BackfillRunner;

import org.springframework.context.SmartLifecycle;

/**
 * Starts backfills when the application is up, and stops them before its pools close.
 */
final class BackfillLifecycle implements SmartLifecycle {

	private final BackfillRunner runner;

	private volatile boolean running;

	BackfillLifecycle(BackfillRunner runner) {
		this.runner = runner;
	}

	@Override
	public void start() {
		this.runner.start();
		this.running = true;
	}

	@Override
	public void stop() {
		this.running = false;
		this.runner.stop();
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

}
