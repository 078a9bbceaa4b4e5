/**
 * Runs statements and plans on a live server: the lock ladder, retries, settings that are
 * restored, blockers named, results verified. It judges nothing and remembers nothing.
 */
@NullMarked
package dev.zdm.execute;

import org.jspecify.annotations.NullMarked;
