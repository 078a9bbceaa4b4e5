/**
 * What the live catalog says about the relations that a statement touches. It reads and
 * never judges, and knows nothing of rules, plans or JDBC proxies.
 */
@NullMarked
package dev.zdm.catalog;

import org.jspecify.annotations.NullMarked;
