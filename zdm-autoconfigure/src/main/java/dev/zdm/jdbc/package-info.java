/**
 * Sees the SQL text that passes through the application's {@code DataSource} and hands
 * DDL to the guard. It sees text and transactions, and knows nothing of what is made of
 * them.
 */
@NullMarked
package dev.zdm.jdbc;

import org.jspecify.annotations.NullMarked;
