package dev.zdm.sample;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

import javax.sql.DataSource;

import dev.zdm.test.PostgresCluster;
import dev.zdm.test.PostgresServer;
import org.awaitility.Awaitility;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationState;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.client.RestTestClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The shop, started once, on its embedded cluster.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT, properties = "shop.orders=5000")
class ShopApplicationTests {

	@LocalServerPort
	private int port;

	@Autowired
	private DataSource dataSource;

	@Autowired
	private JdbcClient primary;

	@Autowired
	private Flyway flyway;

	@Autowired
	private PostgresCluster cluster;

	@Autowired
	private QueryTimes times;

	private RestTestClient client;

	@BeforeEach
	void connect() {
		this.client = RestTestClient.bindToServer().baseUrl("http://localhost:" + this.port).build();
	}

	@AfterEach
	void catchUp() {
		this.cluster.replicas().forEach(PostgresServer::resumeReplay);
	}

	@Test
	void allMigrationsAreApplied() {
		MigrationInfo[] migrations = this.flyway.info().all();
		assertThat(migrations).hasSize(7);
		assertThat(migrations).extracting(MigrationInfo::getState).containsOnly(MigrationState.SUCCESS);
	}

	@Test
	void theShopIsFilled() {
		assertThat(count("select count(*) from orders")).isGreaterThanOrEqualTo(5000);
		assertThat(count("select count(*) from customers")).isGreaterThanOrEqualTo(1000);
		assertThat(count("select count(*) from order_items")).isGreaterThanOrEqualTo(9900);
		assertThat(count("select count(*) from orders o where not exists"
				+ " (select from order_items i where i.order_id = o.id)"))
			.isZero();
	}

	@Test
	void indexesWereBuiltConcurrentlyAndConstraintsValidatedAsTheEndpointSays() {
		this.client.get()
			.uri("/actuator/migrations")
			.exchange()
			.expectStatus()
			.isOk()
			.expectBody()
			.jsonPath("$.statements[?(@.source == 'flyway 7')].verdict")
			.isEqualTo("rewrite")
			.jsonPath("$.statements[?(@.source == 'flyway 7')].steps[0].sql")
			.value(List.class, (sql) -> assertThat(sql.get(0).toString()).startsWith("CREATE INDEX CONCURRENTLY"))
			.jsonPath("$.statements[?(@.outcome != 'done')]")
			.isEmpty();
		assertThat(count("select count(*) from pg_index where not indisvalid")).isZero();
		assertThat(count("select count(*) from pg_constraint where not convalidated")).isZero();
		assertThat(count("select count(*) from pg_class where relname in ('order_items_order_id_idx', "
				+ "'orders_customer_id_idx')"))
			.isEqualTo(2);
	}

	@Test
	void bothBackfillsComeToTheirEndAndEveryRowIsRight() {
		for (String backfill : List.of("order-totals", "customer-email-lower")) {
			Awaitility.await()
				.atMost(Duration.ofSeconds(30))
				.untilAsserted(() -> this.client.get()
					.uri("/actuator/migrations/" + backfill)
					.exchange()
					.expectBody()
					.jsonPath("$.backfill.state")
					.isEqualTo("done")
					.jsonPath("$.backfill.percent")
					.isEqualTo(100));
		}
		assertThat(count("select count(*) from customers where email_lower is distinct from lower(email)")).isZero();
		assertThat(count("select count(*) from orders o where total_cents is distinct from"
				+ " (select sum(quantity * price_cents) from order_items i where i.order_id = o.id)"))
			.isZero();
	}

	@Test
	void customersUseTheShop() {
		long before = this.times.summary().made();
		Awaitility.await()
			.atMost(Duration.ofSeconds(10))
			.untilAsserted(() -> assertThat(this.times.summary().made()).isGreaterThan(before + 5));
		assertThat(this.times.summary().failed()).isZero();
	}

	@Test
	void ordersPlacedSinceTheMigrationHaveTheirTotal() {
		long before = count("select max(id) from orders");
		Awaitility.await()
			.atMost(Duration.ofSeconds(10))
			.until(() -> count("select count(*) from orders where id > " + before) >= 3);
		assertThat(
				count("select count(*) from orders o where id > %d and total_cents is distinct from".formatted(before)
						+ " (select sum(quantity * price_cents) from order_items i where i.order_id = o.id)"))
			.isZero();
	}

	@Test
	void theReplicaLagsAndCatchesUpOnDemand() {
		this.client.post().uri("/shop/replica/lag").exchange().expectStatus().isOk();
		assertThat(replayPaused()).isTrue();
		awaitLag((lag) -> assertThat(lag).isGreaterThan(1));
		this.client.post().uri("/shop/replica/catch-up").exchange().expectStatus().isOk();
		assertThat(replayPaused()).isFalse();
		awaitLag((lag) -> assertThat(lag).isLessThan(1));
	}

	@Test
	void theShopTellsWhatItLooksLike() {
		this.client.get()
			.uri("/shop")
			.exchange()
			.expectStatus()
			.isOk()
			.expectBody()
			.jsonPath("$.rows.orders")
			.exists()
			.jsonPath("$.rows.ordersWithoutTotal")
			.exists()
			.jsonPath("$.rows.customersWithoutEmailLower")
			.exists()
			.jsonPath("$.queries.slowestMillis")
			.exists()
			.jsonPath("$.replica.replayPaused")
			.isEqualTo(false);
	}

	private void awaitLag(Consumer<Double> expectation) {
		Awaitility.await()
			.atMost(Duration.ofSeconds(10))
			.untilAsserted(() -> this.client.get()
				.uri("/shop")
				.exchange()
				.expectBody()
				.jsonPath("$.replica.lagSeconds")
				.value(Double.class, expectation));
	}

	private long count(String sql) {
		return this.primary.sql(sql).query(Long.class).single();
	}

	private boolean replayPaused() {
		return JdbcClient.create(this.cluster.replicas().get(0).dataSource())
			.sql("select pg_is_wal_replay_paused()")
			.query(Boolean.class)
			.single();
	}

}
