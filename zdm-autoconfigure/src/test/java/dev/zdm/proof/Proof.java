package dev.zdm.proof;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

import dev.zdm.test.PostgresCluster;

/**
 * All cases tried on the shared server.
 *
 * @param version the server's major version
 * @param outcomes the cases that the server accepted
 * @param rejected the cases that it did not, with its reason
 */
record Proof(int version, List<Outcome> outcomes, List<String> rejected) {

	/** Each has a database of its own. */
	private static final int WORKERS = 2;

	static Proof run() {
		int version = PostgresCluster.shared().primary().majorVersion();
		List<ProofCase> cases = CaseTable.cases(version);
		List<CompletableFuture<Proof>> parts = IntStream.range(0, WORKERS)
			.mapToObj((worker) -> IntStream.range(0, cases.size())
				.filter((index) -> index % WORKERS == worker)
				.mapToObj(cases::get)
				.toList())
			.map((part) -> CompletableFuture.supplyAsync(() -> part(version, part)))
			.toList();
		return parts.stream().map(CompletableFuture::join).reduce(Proof::join).orElseThrow();
	}

	private static Proof part(int version, List<ProofCase> cases) {
		List<Outcome> outcomes = new ArrayList<>();
		List<String> rejected = new ArrayList<>();
		try (Bench bench = new Bench()) {
			for (ProofCase proofCase : cases) {
				try {
					outcomes.add(bench.tryOut(proofCase));
				}
				catch (RefusedException ex) {
					rejected.add(proofCase.sql() + " | " + ex.getMessage());
				}
			}
		}
		catch (SQLException ex) {
			throw new IllegalStateException("The proof broke off", ex);
		}
		return new Proof(version, outcomes, rejected);
	}

	private static Proof join(Proof one, Proof other) {
		List<Outcome> outcomes = new ArrayList<>(one.outcomes);
		outcomes.addAll(other.outcomes);
		List<String> rejected = new ArrayList<>(one.rejected);
		rejected.addAll(other.rejected);
		return new Proof(one.version, List.copyOf(outcomes), List.copyOf(rejected));
	}

}
