package dev.zdm.backfill;

import java.util.function.Consumer;
import java.util.function.Supplier;

import javax.sql.DataSource;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.TransactionStatus;
import org.springframework.transaction.support.DefaultTransactionDefinition;

/**
 * Connections and transactions. Every setting ends with its transaction, so nothing is
 * left on a pooled connection.
 */
final class Sessions {

	private final JdbcTemplate sql;

	private final JdbcClient jdbc;

	private final JdbcTransactionManager transactions;

	Sessions(DataSource dataSource) {
		this.sql = new JdbcTemplate(dataSource);
		this.jdbc = JdbcClient.create(this.sql);
		this.transactions = new JdbcTransactionManager(dataSource);
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
	 * Does something in a transaction of its own. When that cannot even be rolled back,
	 * as the connection is gone, the first exception is the one that is thrown, and
	 * nothing is logged: it may hold values of the application.
	 */
	<T> T inTransaction(Limits limits, Supplier<T> work) {
		return inTransaction(limits, work, this.transactions::commit);
	}

	/**
	 * Does something in a transaction of its own and then undoes it.
	 */
	<T> T rolledBack(Limits limits, Supplier<T> work) {
		return inTransaction(limits, work, this.transactions::rollback);
	}

	private <T> T inTransaction(Limits limits, Supplier<T> work, Consumer<TransactionStatus> end) {
		TransactionStatus status = this.transactions
			.getTransaction(new DefaultTransactionDefinition(TransactionDefinition.PROPAGATION_REQUIRES_NEW));
		T result;
		try {
			this.sql.execute(limits.toSql());
			result = work.get();
		}
		catch (RuntimeException | Error ex) {
			rollBack(status, ex);
			throw ex;
		}
		end.accept(status);
		return result;
	}

	private void rollBack(TransactionStatus status, Throwable first) {
		try {
			this.transactions.rollback(status);
		}
		catch (RuntimeException ex) {
			first.addSuppressed(ex);
		}
	}

}
