package dev.zdm.sample;

import dev.zdm.test.PostgresCluster;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.NoneNestedConditions;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;

/**
 * PostgreSQL with one streaming replica inside the application, for whoever gave it no
 * database: neither {@code spring.datasource.url} nor Docker Compose.
 */
@Configuration(proxyBeanMethods = false)
@Conditional(EmbeddedDatabase.NoDatabaseGiven.class)
class EmbeddedDatabase {

	private static final Logger logger = LoggerFactory.getLogger(EmbeddedDatabase.class);

	@Bean(destroyMethod = "close")
	PostgresCluster cluster(ShopProperties properties) {
		logger.info("No database given: starting PostgreSQL with one streaming replica");
		PostgresCluster.Builder cluster = PostgresCluster.builder()
			.replicas(1)
			.setting("shared_buffers", "256MB")
			.setting("max_wal_size", "4GB");
		if (properties.dataDirectory() != null) {
			cluster.dataDirectory(properties.dataDirectory());
		}
		return cluster.start();
	}

	@Bean
	JdbcConnectionDetails connectionDetails(PostgresCluster cluster) {
		return new PrimaryConnectionDetails(cluster.primary());
	}

	@Bean
	Replica replica(PostgresCluster cluster) {
		return new Replica(cluster.replicas().get(0));
	}

	/**
	 * Docker Compose support registers its connection details before the conditions are
	 * looked at.
	 */
	static class NoDatabaseGiven extends NoneNestedConditions {

		NoDatabaseGiven() {
			super(ConfigurationPhase.REGISTER_BEAN);
		}

		@ConditionalOnProperty("spring.datasource.url")
		static class UrlGiven {

		}

		@ConditionalOnBean(JdbcConnectionDetails.class)
		static class ServiceGiven {

		}

	}

}
