package dev.zdm.proof;

import java.util.Arrays;
import java.util.List;

import dev.zdm.proof.Effects.Aspect;

/**
 * A case that the server accepted.
 *
 * @param proofCase the case
 * @param foretold what zdm said
 * @param observed what the server did
 */
record Outcome(ProofCase proofCase, Foretold foretold, Effects observed) {

	boolean agrees(Aspect aspect) {
		return this.foretold.effects().of(aspect).equals(this.observed.of(aspect));
	}

	boolean agrees() {
		return disagreements().isEmpty();
	}

	List<Aspect> disagreements() {
		return Arrays.stream(Aspect.values()).filter((aspect) -> !agrees(aspect)).toList();
	}

	/** The disagreements, one a line: statement, aspect, what was said, what was done. */
	List<String> lines() {
		return disagreements().stream()
			.map((aspect) -> "%s | %s | %s | %s".formatted(this.proofCase.sql(), aspect,
					this.foretold.effects().of(aspect), this.observed.of(aspect)))
			.toList();
	}

}
