/**
 * Shows migrations and backfills to operators at {@code /actuator/migrations} and in the
 * health, and passes their wishes on. It knows neither SQL nor how anything is wired.
 */
@NullMarked
package dev.zdm.actuate;

import org.jspecify.annotations.NullMarked;
