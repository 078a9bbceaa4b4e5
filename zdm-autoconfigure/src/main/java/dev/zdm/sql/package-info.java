/**
 * Understands SQL text: tokens, scripts, statements, names and directives. It never
 * throws on SQL that it does not know, and knows nothing of any database that is running.
 */
@NullMarked
package dev.zdm.sql;

import org.jspecify.annotations.NullMarked;
