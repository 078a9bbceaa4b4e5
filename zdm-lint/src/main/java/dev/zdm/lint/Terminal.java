package dev.zdm.lint;

import java.io.Console;

import org.jspecify.annotations.Nullable;

/**
 * Whether anybody is looking.
 */
final class Terminal {

	private Terminal() {
	}

	/** Whether output goes to a terminal that shows colours. */
	static boolean hasColours(@Nullable Boolean wanted) {
		return (wanted != null) ? wanted
				: isThere() && System.getenv("NO_COLOR") == null && !"dumb".equals(System.getenv("TERM"));
	}

	/** Since Java 22 there is a console without a terminal, too, which can be asked. */
	static boolean isThere() {
		Console console = System.console();
		if (console == null) {
			return false;
		}
		try {
			return (boolean) Console.class.getMethod("isTerminal").invoke(console);
		}
		catch (ReflectiveOperationException ex) {
			return true;
		}
	}

}
