/**
 * The ordered steps that reach a statement's end state without blocking anybody. It knows
 * the catalog and SQL, and nothing of connections or of how steps are run.
 */
@NullMarked
package dev.zdm.plan;

import org.jspecify.annotations.NullMarked;
