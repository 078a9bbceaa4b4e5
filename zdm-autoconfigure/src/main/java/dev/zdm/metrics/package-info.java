/**
 * Counts what happens to statements and backfills, for Micrometer. It knows neither SQL
 * nor how anything is wired, and never asks for a registry.
 */
@NullMarked
package dev.zdm.metrics;

import org.jspecify.annotations.NullMarked;
