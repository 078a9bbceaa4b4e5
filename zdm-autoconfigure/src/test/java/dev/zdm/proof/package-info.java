/**
 * Compares what zdm says about a statement before it runs with what a live server then
 * does, for a large table of statements.
 */
@NullMarked
package dev.zdm.proof;

import org.jspecify.annotations.NullMarked;
