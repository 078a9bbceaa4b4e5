package dev.zdm.test;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class PostgresClusterTests {

	@Test
	void smoke() throws Exception {
		long t = System.nanoTime();
		try (PostgresCluster c = PostgresCluster.builder().replicas(2).start()) {
			System.out.println("start " + (System.nanoTime() - t) / 1000000);
			PostgresServer p = c.primary(), r = c.replicas().get(0);
			t = System.nanoTime();
			String db = p.createDatabase();
			System.out.println("createdb " + (System.nanoTime() - t) / 1000000);
			x(p, "create table t as select 1 as a");
			r.awaitCaughtUp(Duration.ofSeconds(5));
			assertThat(q(r, "select count(*) from t")).isEqualTo("1");
			r.pauseReplay();
			x(p, "insert into t select 2");
			assertThat(q(r, "select count(*) from t")).isEqualTo("1");
			r.resumeReplay();
			r.awaitCaughtUp(Duration.ofSeconds(5));
			assertThat(q(r, "select count(*) from t")).isEqualTo("2");
			t = System.nanoTime();
			p.stop();
			System.out.println("stop " + (System.nanoTime() - t) / 1000000);
			assertThat(p.isRunning()).isFalse();
			t = System.nanoTime();
			p.start();
			System.out.println("start " + (System.nanoTime() - t) / 1000000);
			x(p, "insert into t select 3");
			p.crash();
			r.crash();
			p.start();
			r.start();
			r.awaitCaughtUp(Duration.ofSeconds(5));
			assertThat(q(r, "select count(*) from t")).isEqualTo("3");
			r.promote();
			x(r, "insert into t select 3");
			p.dropDatabase(db);
			t = System.nanoTime();
		}
		System.out.println("close " + (System.nanoTime() - t) / 1000000);
		PostgresCluster.shared().primary().createDatabase();
	}

	static void x(PostgresServer s, String sql) throws SQLException {
		try (Connection c = s.connect(); Statement st = c.createStatement()) {
			st.execute(sql);
		}
	}

	static String q(PostgresServer s, String sql) throws SQLException {
		try (Connection c = s.connect(); Statement st = c.createStatement(); ResultSet r = st.executeQuery(sql)) {
			r.next();
			return r.getString(1);
		}
	}

}
