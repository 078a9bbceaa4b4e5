package dev.zdm.lint;

import java.util.List;

import dev.zdm.guard.Judge.Judgement;
import dev.zdm.guard.Judge.Outcome;

/**
 * A statement, and what there is to say about it.
 *
 * @param place the statement and its place
 * @param judgement what the guard would do with it
 */
record JudgedStatement(ScriptStatement place, Judgement judgement) {

	Outcome outcome() {
		return this.judgement.outcome();
	}

	/** The steps' SQL; empty when there are none. */
	List<String> plan() {
		return (this.judgement.plan() == null) ? List.of()
				: this.judgement.plan().steps().stream().map((step) -> step.sql()).toList();
	}

	/** Whether somebody should read about it. */
	boolean isWorthReading() {
		return outcome() != Outcome.SAFE || !this.judgement.findings().isEmpty() || this.judgement.note() != null;
	}

}
