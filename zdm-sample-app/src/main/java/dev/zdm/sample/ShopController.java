package dev.zdm.sample;

import java.util.function.Function;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.HttpStatus;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/**
 * What the shop looks like just now, and the two buttons of the replica.
 */
@RestController
@RequestMapping("/shop")
class ShopController {

	private static final String ROWS = """
			select (select count(*) from customers) as customers,
				(select count(*) from orders) as orders,
				(select count(*) from order_items) as items,
				(select count(*) from orders where total_cents is null) as orders_without_total,
				(select count(*) from customers where email_lower is null) as customers_without_email_lower
			""";

	private final JdbcClient jdbc;

	private final QueryTimes times;

	private final @Nullable Replica replica;

	ShopController(JdbcClient jdbc, QueryTimes times, ObjectProvider<Replica> replica) {
		this.jdbc = jdbc;
		this.times = times;
		this.replica = replica.getIfAvailable();
	}

	@GetMapping
	Overview overview() {
		Rows rows = this.jdbc.sql(ROWS).query(Rows.class).single();
		return new Overview(rows, this.times.summary(), (this.replica != null) ? this.replica.state() : null);
	}

	@PostMapping("/replica/lag")
	Replica.State lag() {
		return press(Replica::lag);
	}

	@PostMapping("/replica/catch-up")
	Replica.State catchUp() {
		return press(Replica::catchUp);
	}

	private Replica.State press(Function<Replica, Replica.State> button) {
		if (this.replica == null) {
			throw new ResponseStatusException(HttpStatus.CONFLICT,
					"The shop runs on a database of yours and leaves its replicas alone. On a replica, "
							+ "'select pg_wal_replay_pause()' makes it lag and 'select pg_wal_replay_resume()' "
							+ "lets it catch up.");
		}
		return button.apply(this.replica);
	}

	/**
	 * The shop at one moment.
	 *
	 * @param rows what is in the tables
	 * @param queries what customers saw
	 * @param replica the replica of the embedded cluster; {@code null} on a database that
	 * was given
	 */
	record Overview(Rows rows, QueryTimes.Summary queries, Replica.@Nullable State replica) {
	}

	/**
	 * What is in the tables.
	 *
	 * @param customers how many customers
	 * @param orders how many orders
	 * @param items how many items in all orders
	 * @param ordersWithoutTotal how many orders the backfill "order-totals" has yet to
	 * meet
	 * @param customersWithoutEmailLower how many customers the backfill
	 * "customer-email-lower" has yet to meet
	 */
	record Rows(long customers, long orders, long items, long ordersWithoutTotal, long customersWithoutEmailLower) {
	}

}
