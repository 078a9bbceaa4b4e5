package dev.zdm.event;

/**
 * Hears of every {@link Event}, on the thread that caused it. It should return at once;
 * what it throws is logged and changes nothing.
 */
@FunctionalInterface
public interface EventListener {

	/**
	 * Takes note of an event.
	 * @param event what happened
	 */
	void on(Event event);

}
