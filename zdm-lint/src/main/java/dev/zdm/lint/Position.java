package dev.zdm.lint;

/**
 * A place in a file.
 *
 * @param line the line, from 1
 * @param column the column, from 1, in UTF-16 code units
 */
record Position(int line, int column) {
}
