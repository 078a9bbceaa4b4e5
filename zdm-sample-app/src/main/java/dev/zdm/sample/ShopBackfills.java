package dev.zdm.sample;

import dev.zdm.backfill.Backfill;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * The backfill that is declared in code. The other one is in {@code application.yml}.
 */
@Configuration(proxyBeanMethods = false)
class ShopBackfills {

	@Bean
	Backfill orderTotals() {
		return Backfill.of("order-totals")
			.table("orders")
			.set("total_cents",
					"(select coalesce(sum(quantity * price_cents), 0) from order_items"
							+ " where order_id = orders.id)")
			.where("total_cents is null");
	}

}
