/**
 * What happened, as records, and the interface of those who want to know. It knows
 * neither who publishes nor who listens.
 */
@NullMarked
package dev.zdm.event;

import org.jspecify.annotations.NullMarked;
