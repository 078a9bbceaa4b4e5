/**
 * What Liquibase needs from the guard: its own {@code DataSource} guarded. It decides
 * nothing.
 */
@NullMarked
package dev.zdm.liquibase;

import org.jspecify.annotations.NullMarked;
