package dev.zdm.sample;

import dev.zdm.test.PostgresCluster;
import org.junit.jupiter.api.Test;

import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * When the shop leaves its embedded cluster alone. Nothing is started here.
 */
class EmbeddedDatabaseTests {

	private final ApplicationContextRunner context = new ApplicationContextRunner()
		.withUserConfiguration(EmbeddedDatabase.class);

	@Test
	void doesNotStartWhenThereIsAUrl() {
		this.context.withPropertyValues("spring.datasource.url=jdbc:postgresql://db/shop")
			.run((started) -> assertThat(started).hasNotFailed().doesNotHaveBean(PostgresCluster.class));
	}

	@Test
	void doesNotStartWhenDockerComposeBroughtADatabase() {
		this.context.withBean(JdbcConnectionDetails.class, ComposeConnectionDetails::new)
			.run((started) -> assertThat(started).hasNotFailed()
				.doesNotHaveBean(PostgresCluster.class)
				.hasSingleBean(JdbcConnectionDetails.class));
	}

	private static final class ComposeConnectionDetails implements JdbcConnectionDetails {

		@Override
		public String getUsername() {
			return "shop";
		}

		@Override
		public String getPassword() {
			return "shop";
		}

		@Override
		public String getJdbcUrl() {
			return "jdbc:postgresql://compose/shop";
		}

	}

}
