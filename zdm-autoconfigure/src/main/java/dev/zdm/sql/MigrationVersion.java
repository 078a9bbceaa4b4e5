package dev.zdm.sql;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A version of a migration, as Flyway compares them: numbers between dots or underscores.
 * Zeros at the end do not count: 1.0 is 1.
 *
 * @param numbers without zeros at the end
 */
public record MigrationVersion(List<BigInteger> numbers) implements Comparable<MigrationVersion> {

	/** What a version looks like, as a regular expression. */
	public static final String SHAPE = "\\d+(?:[._]\\d+)*";

	private static final Pattern VERSION = Pattern.compile(SHAPE);

	private static final Pattern SEPARATOR = Pattern.compile("[._]");

	/**
	 * Creates a version.
	 * @param numbers its numbers, the most significant first
	 */
	public MigrationVersion {
		List<BigInteger> significant = new ArrayList<>(numbers);
		while (!significant.isEmpty() && significant.get(significant.size() - 1).signum() == 0) {
			significant.remove(significant.size() - 1);
		}
		numbers = List.copyOf(significant);
	}

	/**
	 * Whether a text is a version.
	 * @param text any text
	 * @return whether {@link #of} can read it
	 */
	public static boolean isOne(String text) {
		return VERSION.matcher(text).matches();
	}

	/**
	 * Reads a version.
	 * @param text numbers between dots or underscores
	 * @return the version
	 * @throws IllegalArgumentException if the text is no version
	 */
	public static MigrationVersion of(String text) {
		if (!isOne(text)) {
			throw new IllegalArgumentException("'" + text + "' is no version. Versions look like 7, 1.2 or 20260131.1");
		}
		return new MigrationVersion(SEPARATOR.splitAsStream(text).map(BigInteger::new).toList());
	}

	@Override
	public int compareTo(MigrationVersion other) {
		for (int i = 0; i < Math.max(this.numbers.size(), other.numbers.size()); i++) {
			int order = number(i).compareTo(other.number(i));
			if (order != 0) {
				return order;
			}
		}
		return 0;
	}

	private BigInteger number(int index) {
		return (index < this.numbers.size()) ? this.numbers.get(index) : BigInteger.ZERO;
	}

	@Override
	public String toString() {
		return this.numbers.isEmpty() ? "0"
				: this.numbers.stream().map(BigInteger::toString).collect(Collectors.joining("."));
	}

}
