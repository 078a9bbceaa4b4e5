package dev.zdm.sql;

/**
 * A part of the source.
 *
 * @param start offset of its first character
 * @param end offset behind its last character
 */
public record Range(int start, int end) {
}
