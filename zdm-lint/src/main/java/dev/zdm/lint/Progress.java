package dev.zdm.lint;

import java.io.PrintStream;

/**
 * Says on long histories how far the replay is: on a terminal in one line that goes away
 * again, else once in five seconds.
 */
final class Progress {

	private static final long NANOS_PER_SECOND = 1_000_000_000L;

	private final PrintStream out;

	private final int total;

	private final boolean terminal;

	private long next;

	private boolean shown;

	Progress(PrintStream out, int total, boolean terminal) {
		this.out = out;
		this.total = total;
		this.terminal = terminal;
		this.next = System.nanoTime() + (terminal ? NANOS_PER_SECOND / 2 : 5 * NANOS_PER_SECOND);
	}

	void at(int position, String what) {
		long now = System.nanoTime();
		if (now < this.next) {
			return;
		}
		this.next = now + (this.terminal ? NANOS_PER_SECOND / 10 : 5 * NANOS_PER_SECOND);
		String line = position + "/" + this.total + " " + what;
		if (this.terminal) {
			this.out.print("\r\033[K" + line.substring(0, Math.min(78, line.length())));
			this.out.flush();
			this.shown = true;
		}
		else {
			this.out.println("zdm-lint: " + line);
		}
	}

	void end() {
		if (this.shown) {
			this.out.print("\r\033[K");
			this.out.flush();
		}
	}

}
