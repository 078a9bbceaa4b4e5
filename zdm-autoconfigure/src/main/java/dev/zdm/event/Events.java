package dev.zdm.event;

import java.util.List;
import java.util.function.Supplier;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells every listener, in order. A listener that fails is logged and passed over: nobody
 * who listens can break a migration or a backfill.
 */
public final class Events {

	private static final Logger logger = LoggerFactory.getLogger(Events.class);

	private final Supplier<List<EventListener>> listeners;

	/**
	 * Creates a publisher for these listeners.
	 * @param listeners who is told, in this order
	 */
	public Events(List<EventListener> listeners) {
		List<EventListener> all = List.copyOf(listeners);
		this.listeners = () -> all;
	}

	/**
	 * Creates a publisher for listeners that are looked up for each event, so that they
	 * may come to life after the first migration.
	 * @param listeners who is told, in this order
	 */
	public Events(Supplier<List<EventListener>> listeners) {
		this.listeners = listeners;
	}

	/**
	 * Tells every listener.
	 * @param event what happened
	 */
	public void publish(Event event) {
		for (EventListener listener : this.listeners.get()) {
			try {
				listener.on(event);
			}
			catch (RuntimeException ex) {
				logger.warn("A listener failed on {}", event.getClass().getSimpleName(), ex);
			}
		}
	}

}
