package dev.zdm.sample;

import java.util.List;

import javax.sql.DataSource;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * What customers do. It works before, during and after the migrations.
 * <p>
 * A transaction writes a row first and then looks whether the new column is there. The
 * written row keeps the migration from adding the column before the transaction ends: so
 * either the column is seen and filled here, or the backfill meets the row.
 */
@Component
class Shop {

	private final NewColumn total = new NewColumn("orders", "total_cents");

	private final NewColumn emailLower = new NewColumn("customers", "email_lower");

	private final JdbcClient jdbc;

	private final TransactionTemplate transaction;

	// Boot's own JdbcClient waits for the migrations. The shop does not.
	Shop(DataSource dataSource, PlatformTransactionManager transactionManager) {
		this.jdbc = JdbcClient.create(dataSource);
		this.transaction = new TransactionTemplate(transactionManager);
	}

	void register(String name, String email) {
		this.transaction.executeWithoutResult((status) -> {
			long customer = insert("insert into customers (name, email) values (?, ?) returning id", name, email);
			if (this.emailLower.exists(this.jdbc)) {
				update("update customers set email_lower = lower(email) where id = ?", customer);
			}
		});
	}

	void placeOrder(long customer, List<Item> items) {
		this.transaction.executeWithoutResult((status) -> {
			long order = insert("insert into orders (customer_id, status) values (?, 'placed') returning id", customer);
			for (Item item : items) {
				update("insert into order_items (order_id, product, quantity, price_cents) values (?, ?, ?, ?)", order,
						item.product(), item.quantity(), item.priceCents());
			}
			if (this.total.exists(this.jdbc)) {
				long cents = items.stream().mapToLong(Item::totalCents).sum();
				update("update orders set total_cents = ? where id = ?", cents, order);
			}
		});
	}

	void lookUp(long order) {
		this.jdbc.sql("""
				select o.status, o.placed_at, c.name, c.email
				from orders o join customers c on c.id = o.customer_id
				where o.id = ?
				""").param(order).query().listOfRows();
	}

	void ship(long order) {
		update("update orders set status = 'shipped' where id = ?", order);
	}

	long lastCustomer() {
		return this.jdbc.sql("select max(id) from customers").query(Long.class).single();
	}

	long lastOrder() {
		return this.jdbc.sql("select max(id) from orders").query(Long.class).single();
	}

	private long insert(String sql, Object... values) {
		return this.jdbc.sql(sql).params(values).query(Long.class).single();
	}

	private void update(String sql, Object... values) {
		this.jdbc.sql(sql).params(values).update();
	}

	/**
	 * Some pieces of one product.
	 *
	 * @param product its name
	 * @param quantity how many
	 * @param priceCents the price of one
	 */
	record Item(String product, int quantity, long priceCents) {

		long totalCents() {
			return this.quantity * this.priceCents;
		}

	}

}
