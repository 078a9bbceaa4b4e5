package dev.zdm.actuate;

import dev.zdm.throttle.Reading;
import dev.zdm.throttle.Signal;

/**
 * A signal that stops every backfill.
 */
final class FullDisk implements Signal {

	@Override
	public String name() {
		return "disk";
	}

	@Override
	public Reading read() {
		return Reading.of(99, 90, "%", "primary");
	}

}
