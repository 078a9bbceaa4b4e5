/**
 * Measures what is claimed elsewhere. Nothing depends on it.
 */
@NullMarked
package dev.zdm.benchmark;

import org.jspecify.annotations.NullMarked;
