package dev.zdm.proof;

import java.util.List;

/**
 * What zdm says about a statement before it runs.
 *
 * @param codes the rules that have something to say
 * @param effects what it would do
 */
record Foretold(List<String> codes, Effects effects) {

	Foretold {
		codes = codes.stream().distinct().toList();
	}

}
