/**
 * The tables in schema {@code zdm}: what survives the process. It knows nothing of Spring
 * Boot, of the guard or of who reads it.
 */
@NullMarked
package dev.zdm.journal;

import org.jspecify.annotations.NullMarked;
