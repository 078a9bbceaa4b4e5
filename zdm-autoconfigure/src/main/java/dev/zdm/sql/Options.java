package dev.zdm.sql;

import java.util.EnumSet;
import java.util.Set;

/**
 * Collects what else a text asks for.
 */
final class Options {

	private final Set<Option> options = EnumSet.noneOf(Option.class);

	Options add(boolean given, Option option) {
		if (given) {
			this.options.add(option);
		}
		return this;
	}

	Set<Option> set() {
		return Set.copyOf(this.options);
	}

	static Set<Option> with(Set<Option> options, boolean given, Option option) {
		Options all = new Options();
		all.options.addAll(options);
		return all.add(given, option).set();
	}

}
