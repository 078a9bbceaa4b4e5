/**
 * A small shop that migrates its schema while it is used. It knows nothing of how zdm
 * does it: migrations, backfills and queries are written as in any other application.
 */
@NullMarked
package dev.zdm.sample;

import org.jspecify.annotations.NullMarked;
