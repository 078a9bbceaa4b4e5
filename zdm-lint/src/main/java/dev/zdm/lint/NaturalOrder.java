package dev.zdm.lint;

import java.math.BigInteger;
import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Orders texts so that the numbers in them count as numbers: 2_b before 10_a.
 */
enum NaturalOrder implements Comparator<String> {

	INSTANCE;

	private static final Pattern PART = Pattern.compile("\\d+|\\D+");

	@Override
	public int compare(String one, String other) {
		Matcher left = PART.matcher(one);
		Matcher right = PART.matcher(other);
		while (left.find()) {
			if (!right.find()) {
				return 1;
			}
			int result = compareParts(left.group(), right.group());
			if (result != 0) {
				return result;
			}
		}
		return right.find() ? -1 : one.compareTo(other);
	}

	private static int compareParts(String left, String right) {
		boolean numbers = Character.isDigit(left.charAt(0)) && Character.isDigit(right.charAt(0));
		return numbers ? new BigInteger(left).compareTo(new BigInteger(right)) : left.compareTo(right);
	}

}
