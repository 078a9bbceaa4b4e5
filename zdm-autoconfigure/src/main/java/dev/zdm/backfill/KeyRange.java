package dev.zdm.backfill;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A part of a table's key space.
 *
 * @param from the position before its first, or null for the beginning
 * @param to its last position
 */
record KeyRange(@Nullable List<String> from, List<String> to) {

}
