package dev.zdm.lint;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A version of numbers with dots, such as 1.1. Trailing zeros mean nothing: 1.0 is 1.
 *
 * @param parts its numbers
 */
record MigrationVersion(List<BigInteger> parts) implements Comparable<MigrationVersion> {

	/** What a version looks like, with dots or underscores. */
	static final String SHAPE = "\\d+(?:[._]\\d+)*";

	/**
	 * Reads a version.
	 * @throws UsageException if it is none
	 */
	static MigrationVersion of(String text) {
		if (!text.matches(SHAPE)) {
			throw new UsageException("'" + text + "' is no version. Versions look like 7, 1.2 or 20260131.1");
		}
		return new MigrationVersion(Arrays.stream(text.split("[._]")).map(BigInteger::new).toList());
	}

	@Override
	public int compareTo(MigrationVersion other) {
		for (int i = 0; i < Math.max(this.parts.size(), other.parts.size()); i++) {
			int result = part(i).compareTo(other.part(i));
			if (result != 0) {
				return result;
			}
		}
		return 0;
	}

	private BigInteger part(int index) {
		return (index < this.parts.size()) ? this.parts.get(index) : BigInteger.ZERO;
	}

	@Override
	public String toString() {
		return this.parts.stream().map(BigInteger::toString).collect(Collectors.joining("."));
	}

}
