package dev.zdm.test;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class PromotionTests {

	@Test
	void promotedReplicaIsWritableAndStaysSo() {
		try (PostgresCluster cluster = PostgresCluster.builder().replicas(1).start()) {
			PostgresServer replica = cluster.replicas().get(0);
			Sql.execute(cluster.primary(), "create table promoted as select 1 as value");
			replica.awaitCaughtUp(Duration.ofSeconds(20));
			replica.pauseReplay();
			cluster.primary().crash();
			replica.promote();
			Sql.execute(replica, "insert into promoted values (2)");
			replica.stop();
			replica.start();
			assertThat(Sql.column(replica, "select value from promoted")).containsExactly("1", "2");
			assertThat(replica.name()).isEqualTo("replica-1");
			assertThatIllegalStateException().isThrownBy(replica::pauseReplay).withMessageContaining("was promoted");
		}
	}

}
