package dev.zdm.proof;

import java.sql.Connection;
import java.sql.SQLException;

import dev.zdm.catalog.Database;

/**
 * A database with the fixture, and the one connection on which cases are tried there.
 */
final class Bench implements AutoCloseable {

	/** How many cases run between two clean-ups of what rolled back ones left behind. */
	private static final int CASES_PER_VACUUM = 300;

	private final Database database = new Database();

	private final Connection connection;

	private final Observer observer;

	private final Foreteller foreteller;

	private int tried;

	Bench() throws SQLException {
		this.connection = this.database.connect();
		Fixture.create(this.connection, this.database.version());
		this.connection.setAutoCommit(false);
		Landscape landscape = Landscape.read(this.connection);
		this.connection.rollback();
		this.observer = new Observer(this.connection, landscape);
		this.foreteller = new Foreteller(this.connection);
	}

	Outcome tryOut(ProofCase proofCase) throws SQLException, RefusedException {
		if (++this.tried % CASES_PER_VACUUM == 0) {
			this.database.run("vacuum");
		}
		Effects observed = this.observer.observe(proofCase.sql());
		return new Outcome(proofCase, this.foreteller.foretell(proofCase.sql()), observed);
	}

	@Override
	public void close() throws SQLException {
		this.connection.close();
		this.database.close();
	}

}
