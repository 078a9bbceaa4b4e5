package dev.zdm.sample;

import java.time.Duration;

import javax.sql.DataSource;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Gives an empty shop a past. All of it or nothing: one transaction.
 */
@Component
class ShopFill {

	private static final Logger logger = LoggerFactory.getLogger(ShopFill.class);

	private static final String EMPTY = "select not exists (select from orders)";

	private static final String CUSTOMERS = """
			insert into customers (name, email, created_at)
			select 'Customer ' || n, 'Customer.' || n || '@Example.com', now() - interval '2 years'
			from generate_series(1, :customers) n
			""";

	private static final String ORDERS = """
			insert into orders (customer_id, status, placed_at)
			select first + n % :customers, 'delivered', now() - interval '1 second' * 100 * (:orders - n)
			from generate_series(1, :orders) n, (select min(id) as first from customers) c
			""";

	private static final String ITEMS = """
			insert into order_items (order_id, product, quantity, price_cents)
			select o.id, 'Product ' || (o.id * 7 + n) % 1000, 1 + (o.id + n) % 5, 100 + (o.id * 31 + n * 17) % 10000
			from orders o, generate_series(1, 1 + o.id % 3) n
			""";

	private static final String STATISTICS = "analyze customers, orders, order_items";

	private final ShopProperties properties;

	private final JdbcClient jdbc;

	private final TransactionTemplate transaction;

	ShopFill(ShopProperties properties, DataSource dataSource, PlatformTransactionManager transactionManager) {
		this.properties = properties;
		this.jdbc = JdbcClient.create(dataSource);
		this.transaction = new TransactionTemplate(transactionManager);
	}

	void fillIfEmpty() {
		if (this.jdbc.sql(EMPTY).query(Boolean.class).single()) {
			int orders = this.properties.orders();
			long start = System.nanoTime();
			this.transaction.executeWithoutResult((status) -> fill(orders));
			this.jdbc.sql(STATISTICS).update();
			Duration took = Duration.ofNanos(System.nanoTime() - start);
			logger.info("Filled the shop with {} orders in {} ms", orders, took.toMillis());
		}
	}

	private void fill(int orders) {
		int customers = orders / 5;
		this.jdbc.sql(CUSTOMERS).param("customers", customers).update();
		this.jdbc.sql(ORDERS).param("customers", customers).param("orders", orders).update();
		this.jdbc.sql(ITEMS).update();
	}

}
