/**
 * The guard's judgement of migration scripts, as a program for pull requests: finds the
 * scripts in the order of their tool, replays them on a scratch database, and reports
 * what the guard would do with each statement. It knows no Spring, and decides nothing
 * itself.
 */
@NullMarked
package dev.zdm.lint;

import org.jspecify.annotations.NullMarked;
