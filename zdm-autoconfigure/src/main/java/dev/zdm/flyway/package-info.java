/**
 * What Flyway needs from the guard: its own {@code DataSource} guarded, and each
 * statement known by its migration's version. It decides nothing.
 */
@NullMarked
package dev.zdm.flyway;

import org.jspecify.annotations.NullMarked;
