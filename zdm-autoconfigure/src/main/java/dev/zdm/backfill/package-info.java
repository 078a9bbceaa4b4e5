/**
 * Changes all rows of a table in small batches, in the background, each row exactly once.
 * It knows nothing of Spring Boot, nor of who declares backfills or watches them.
 */
@NullMarked
package dev.zdm.backfill;

import org.jspecify.annotations.NullMarked;
