package dev.zdm.event;

/**
 * Something that happened in zdm, told to every {@link EventListener}.
 */
public sealed interface Event permits StatementEvent, BackfillEvent {

}
