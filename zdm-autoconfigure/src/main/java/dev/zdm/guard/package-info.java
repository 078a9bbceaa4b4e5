/**
 * The policy: a statement goes in and is run, rewritten or refused. It ties together what
 * the rooms below know, and knows nothing of JDBC proxies or of any migration tool.
 */
@NullMarked
package dev.zdm.guard;

import org.jspecify.annotations.NullMarked;
