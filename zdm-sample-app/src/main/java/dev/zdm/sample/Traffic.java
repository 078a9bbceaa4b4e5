package dev.zdm.sample;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * Customers who use the shop, a handful of times a second, until the application stops.
 */
@Component
class Traffic implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(Traffic.class);

	private static final int CUSTOMERS = 2;

	private static final Duration LONGEST_PAUSE = Duration.ofMillis(400);

	private static final Duration LONGEST_GOODBYE = Duration.ofSeconds(5);

	private final Shop shop;

	private final QueryTimes times;

	private final CountDownLatch closing = new CountDownLatch(1);

	private volatile List<Thread> customers = List.of();

	Traffic(Shop shop, QueryTimes times) {
		this.shop = shop;
		this.times = times;
	}

	void start() {
		warmUp();
		this.customers = IntStream.rangeClosed(1, CUSTOMERS)
			.mapToObj((number) -> new Thread(this::visitUntilClosing, "customer-" + number))
			.toList();
		this.customers.forEach((customer) -> {
			customer.setDaemon(true);
			customer.start();
		});
	}

	@Override
	public void close() {
		this.closing.countDown();
		try {
			for (Thread customer : this.customers) {
				customer.join(LONGEST_GOODBYE.toMillis());
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	// The first queries of a JVM load classes, which says nothing about the database.
	private void warmUp() {
		for (int i = 0; i < 10; i++) {
			placeOrder();
			lookUp();
			ship();
		}
		register();
	}

	private void visitUntilClosing() {
		try {
			while (!this.closing.await(random(LONGEST_PAUSE.toMillis()), TimeUnit.MILLISECONDS)) {
				visit();
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private void visit() {
		long dice = random(10);
		if (dice <= 4) {
			time("look up an order", this::lookUp);
		}
		else if (dice <= 7) {
			time("place an order", this::placeOrder);
		}
		else if (dice <= 9) {
			time("ship an order", this::ship);
		}
		else {
			time("register", this::register);
		}
	}

	private void time(String query, Runnable action) {
		long start = System.nanoTime();
		try {
			action.run();
			this.times.made(query, Duration.ofNanos(System.nanoTime() - start));
		}
		catch (DataAccessException | TransactionException ex) {
			this.times.failed();
			logger.warn("A customer could not {}: {}", query, ex.getMessage());
		}
	}

	private void lookUp() {
		this.shop.lookUp(random(this.shop.lastOrder()));
	}

	private void placeOrder() {
		List<Shop.Item> items = IntStream.rangeClosed(1, (int) random(3))
			.mapToObj((number) -> new Shop.Item("Product " + random(1000), (int) random(5), random(10_000)))
			.toList();
		this.shop.placeOrder(random(this.shop.lastCustomer()), items);
	}

	private void ship() {
		this.shop.ship(random(this.shop.lastOrder()));
	}

	private void register() {
		long number = this.shop.lastCustomer() + 1;
		this.shop.register("Customer " + number, "Customer." + number + "@Example.com");
	}

	private static long random(long highest) {
		return ThreadLocalRandom.current().nextLong(highest) + 1;
	}

}
