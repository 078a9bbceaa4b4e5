package dev.zdm.proof;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

import dev.zdm.catalog.Database;
import dev.zdm.test.PostgresCluster;
import dev.zdm.test.PostgresServer;

/**
 * A database with the fixture, the connection on which cases are tried there, and one
 * that stands in their way.
 */
final class Bench implements AutoCloseable {

	/** How many cases run between two clean-ups of what rolled back ones left behind. */
	private static final int CASES_PER_VACUUM = 300;

	private final Database database = new Database();

	private final Connection connection;

	private final Observer observer;

	private final Connection other;

	private final Foreteller foreteller;

	private final BriefLocks briefLocks;

	private int tried;

	Bench() throws SQLException {
		this.connection = connect(this.database.name());
		Fixture.create(this.connection, this.database.version());
		this.connection.setAutoCommit(false);
		Landscape landscape = Landscape.read(this.connection);
		this.connection.rollback();
		this.observer = new Observer(this.connection, landscape);
		this.foreteller = new Foreteller(this.connection);
		this.other = this.database.begin();
		this.briefLocks = new BriefLocks(this.connection, this.other);
	}

	/** The driver would forget its prepared statements at each case, which is DDL. */
	private static Connection connect(String database) throws SQLException {
		PostgresServer server = PostgresCluster.shared().primary();
		return DriverManager.getConnection(server.jdbcUrl(database) + "?flushCacheOnDdl=false", server.username(),
				server.password());
	}

	Outcome tryOut(ProofCase proofCase) throws SQLException, RefusedException {
		if (++this.tried % CASES_PER_VACUUM == 0) {
			this.database.run("vacuum");
		}
		Effects observed = this.observer.observe(proofCase.sql());
		Foretold foretold = this.foreteller.foretell(proofCase.sql());
		return new Outcome(proofCase, foretold,
				this.briefLocks.complete(proofCase.sql(), foretold.effects(), observed));
	}

	@Override
	public void close() throws SQLException {
		this.connection.close();
		this.other.close();
		this.database.close();
	}

}
