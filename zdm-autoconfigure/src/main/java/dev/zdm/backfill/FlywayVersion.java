package dev.zdm.backfill;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A version as Flyway compares them: numbers between dots or underscores; zeros at the
 * end do not count.
 *
 * @param numbers without zeros at the end
 */
record FlywayVersion(List<BigInteger> numbers) implements Comparable<FlywayVersion> {

	private static final Pattern VERSION = Pattern.compile("\\d+([._]\\d+)*");

	FlywayVersion {
		List<BigInteger> significant = new ArrayList<>(numbers);
		while (!significant.isEmpty() && significant.get(significant.size() - 1).signum() == 0) {
			significant.remove(significant.size() - 1);
		}
		numbers = List.copyOf(significant);
	}

	static boolean isOne(String text) {
		return VERSION.matcher(text).matches();
	}

	static FlywayVersion of(String text) {
		return new FlywayVersion(Pattern.compile("[._]").splitAsStream(text).map(BigInteger::new).toList());
	}

	@Override
	public int compareTo(FlywayVersion other) {
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

}
