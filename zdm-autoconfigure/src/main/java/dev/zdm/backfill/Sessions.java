package dev.zdm.backfill;

import java.util.function.Supplier;

import javax.sql.DataSource;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Connections and transactions. Every setting ends with its transaction, so nothing is
 * left on a pooled connection.
 */
final class Sessions {

	private final JdbcTemplate sql;

	private final JdbcClient jdbc;

	private final TransactionTemplate transaction;

	Sessions(DataSource dataSource) {
		this.sql = new JdbcTemplate(dataSource);
		this.jdbc = JdbcClient.create(this.sql);
		this.transaction = new TransactionTemplate(new JdbcTransactionManager(dataSource));
		this.transaction.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
	}

	/**
	 * For SQL that holds expressions of the application: it is sent as it stands, so a
	 * question mark in it is no parameter, and each batch is planned for its own range.
	 */
	JdbcTemplate sql() {
		return this.sql;
	}

	/**
	 * For SQL of our own, with parameters.
	 */
	JdbcClient jdbc() {
		return this.jdbc;
	}

	/**
	 * Does something in a transaction of its own.
	 */
	<T extends @org.jspecify.annotations.Nullable Object> T inTransaction(Limits limits, Supplier<T> work) {
		return this.transaction.execute((status) -> {
			this.sql.execute(limits.toSql());
			return work.get();
		});
	}

}
