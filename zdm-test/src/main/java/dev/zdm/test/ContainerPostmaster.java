package dev.zdm.test;

import java.util.Locale;

/**
 * A server process in a container that outlives it.
 */
final class ContainerPostmaster implements Postmaster {

	private final ServerContainer container;

	ContainerPostmaster(ServerContainer container) {
		this.container = container;
	}

	@Override
	public String host() {
		return this.container.host();
	}

	@Override
	public int port() {
		return this.container.port();
	}

	@Override
	public boolean isRunning() {
		return this.container.isServerRunning();
	}

	@Override
	public void start() {
		if (!isRunning()) {
			this.container.control("start");
		}
	}

	@Override
	public void stop(Shutdown mode) {
		if (isRunning()) {
			this.container.control("stop -m " + mode.name().toLowerCase(Locale.ROOT));
		}
	}

}
