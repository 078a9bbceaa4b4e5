/**
 * How fast a backfill may go: health figures in, a pace and its reason out. It knows
 * neither backfills nor Spring.
 */
@NullMarked
package dev.zdm.throttle;

import org.jspecify.annotations.NullMarked;
