package dev.zdm.lint;

import dev.zdm.guard.Judge.Outcome;

/**
 * Colours of a terminal.
 *
 * @param on whether there are any
 */
record Colours(boolean on) {

	String of(Outcome outcome, String text) {
		return switch (outcome) {
			case REFUSE -> red(text);
			case REWRITE, UNKNOWN -> coloured("33;1", text);
			case SAFE, ALLOWED -> coloured("32", text);
		};
	}

	String red(String text) {
		return coloured("31;1", text);
	}

	String bold(String text) {
		return coloured("1", text);
	}

	String faint(String text) {
		return coloured("2", text);
	}

	private String coloured(String code, String text) {
		return this.on ? "\033[" + code + "m" + text + "\033[0m" : text;
	}

}
