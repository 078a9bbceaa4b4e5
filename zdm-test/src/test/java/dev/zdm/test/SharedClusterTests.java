package dev.zdm.test;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SharedClusterTests {

	@Test
	void everyoneGetsTheSameServerAndNobodyClosesIt() {
		PostgresServer server = PostgresCluster.shared().primary();
		PostgresCluster.shared().close();
		assertThat(server.isRunning()).isTrue();
		assertThat(PostgresCluster.shared().primary()).isSameAs(server);
		assertThat(PostgresCluster.shared().replicas()).isEmpty();
	}

}
