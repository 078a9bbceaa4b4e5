package dev.zdm.sample;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.http.HttpStatus;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.test.web.servlet.client.RestTestClient;

/**
 * The shop on a database that was given.
 */
class ShopControllerTests {

	private final RestTestClient client = RestTestClient
		.bindToController(new ShopController(JdbcClient.create(new DriverManagerDataSource()), new QueryTimes(),
				new StaticListableBeanFactory().getBeanProvider(Replica.class)))
		.build();

	@ParameterizedTest
	@ValueSource(strings = { "/shop/replica/lag", "/shop/replica/catch-up" })
	void hasNoReplicaToTouch(String button) {
		this.client.post().uri(button).exchange().expectStatus().isEqualTo(HttpStatus.CONFLICT);
	}

}
