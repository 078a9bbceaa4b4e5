package dev.zdm.event;

import java.util.List;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells every listener, in order. A listener that fails is logged and passed over: nobody
 * who listens can break a migration or a backfill.
 */
public final class Events {

	private static final Logger logger = LoggerFactory.getLogger(Events.class);

	private final List<EventListener> listeners;

	/**
	 * Creates a publisher for these listeners.
	 * @param listeners who is told, in this order
	 */
	public Events(List<EventListener> listeners) {
		this.listeners = List.copyOf(listeners);
	}

	/**
	 * Tells every listener.
	 * @param event what happened
	 */
	public void publish(Event event) {
		for (EventListener listener : this.listeners) {
			try {
				listener.on(event);
			}
			catch (RuntimeException ex) {
				logger.warn("A listener failed on {}", event.getClass().getSimpleName(), ex);
			}
		}
	}

}
