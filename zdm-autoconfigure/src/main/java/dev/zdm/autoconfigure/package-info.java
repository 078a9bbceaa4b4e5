/**
 * Puts everything together for Spring Boot: properties, auto-configurations and failure
 * analyzers. Nothing else knows it.
 */
@NullMarked
package dev.zdm.autoconfigure;

import org.jspecify.annotations.NullMarked;
