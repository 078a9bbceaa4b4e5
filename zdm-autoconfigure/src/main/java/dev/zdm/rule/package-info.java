/**
 * What there is to say about a statement: the locks that it takes, the work that it does
 * under them, and why that hurts. It decides nothing and runs nothing.
 */
@NullMarked
package dev.zdm.rule;

import org.jspecify.annotations.NullMarked;
