/**
 * Compares zdm-lint with other tools and with what the server does, in the build profile
 * {@code compare}. Knows zdm-lint by its command line only.
 */
@NullMarked
package dev.zdm.lint.comparison;

import org.jspecify.annotations.NullMarked;
