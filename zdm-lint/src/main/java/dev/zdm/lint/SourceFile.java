package dev.zdm.lint;

import java.util.Arrays;

/**
 * The text of a script, and where its lines begin.
 */
final class SourceFile {

	private final String name;

	private final String text;

	private final int[] lineStarts;

	/**
	 * Creates a file.
	 * @param name the path as the user wrote it
	 * @param text its text, with placeholders replaced
	 */
	SourceFile(String name, String text) {
		this.name = name;
		this.text = text;
		this.lineStarts = lineStarts(text);
	}

	private static int[] lineStarts(String text) {
		int[] starts = new int[1 + (int) text.chars().filter((c) -> c == '\n').count()];
		int next = 0;
		for (int line = 1; line < starts.length; line++) {
			next = text.indexOf('\n', next) + 1;
			starts[line] = next;
		}
		return starts;
	}

	String name() {
		return this.name;
	}

	String text() {
		return this.text;
	}

	Position position(int offset) {
		int found = Arrays.binarySearch(this.lineStarts, Math.min(offset, this.text.length()));
		int line = (found >= 0) ? found : -found - 2;
		return new Position(line + 1, Math.min(offset, this.text.length()) - this.lineStarts[line] + 1);
	}

	/** A line without its end. */
	String line(int number) {
		int start = this.lineStarts[number - 1];
		int end = (number < this.lineStarts.length) ? this.lineStarts[number] : this.text.length();
		return this.text.substring(start, end).stripTrailing();
	}

}
