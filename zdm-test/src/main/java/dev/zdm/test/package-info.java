/**
 * Starts real PostgreSQL clusters, a primary with streaming replicas, for tests and
 * samples. It knows nothing of migrations, backfills or Spring.
 */
@NullMarked
package dev.zdm.test;

import org.jspecify.annotations.NullMarked;
