package dev.zdm.throttle;

import java.util.Locale;

/**
 * What a {@link Signal} says at one moment.
 */
public sealed interface Reading {

	/**
	 * How much of the limit is used.
	 * @return 0 for none, 1 at the limit, infinity when unknown
	 */
	double use();

	/**
	 * The reading in words.
	 * @return a phrase that goes on after the signal's name
	 */
	String describe();

	/**
	 * A figure that was read.
	 * @param value the figure
	 * @param limit where the backfill stops; above zero
	 * @param unit the unit of both, such as {@code s}
	 * @param subject what the figure is about, such as the name of a replica; may be
	 * empty
	 * @return the reading
	 */
	static Reading of(double value, double limit, String unit, String subject) {
		return new Known(value, limit, unit, subject);
	}

	/**
	 * A figure that could not be read.
	 * @param reason why, and what to do about it
	 * @return the reading
	 */
	static Reading unknown(String reason) {
		return new Unknown(reason);
	}

	/**
	 * A figure and its limit.
	 *
	 * @param value the figure
	 * @param limit where the backfill stops; above zero
	 * @param unit the unit of both
	 * @param subject what the figure is about; may be empty
	 */
	record Known(double value, double limit, String unit, String subject) implements Reading {

		/**
		 * Validates.
		 * @param value a number
		 * @param limit above zero
		 * @param unit any unit
		 * @param subject any phrase, or none
		 * @throws IllegalArgumentException if value or limit is anything else
		 */
		public Known {
			if (!(limit > 0)) {
				throw new IllegalArgumentException("A limit must be above zero, not " + limit);
			}
			if (Double.isNaN(value)) {
				throw new IllegalArgumentException(
						"A value must be a number; say Reading.unknown(reason) when there is none");
			}
		}

		@Override
		public double use() {
			return Math.max(this.value, 0) / this.limit;
		}

		@Override
		public String describe() {
			String figures = String.format(Locale.ROOT, "%.1f %s, the limit is %.1f %s", this.value, this.unit,
					this.limit, this.unit);
			return this.subject.isEmpty() ? figures : this.subject + ": " + figures;
		}

	}

	/**
	 * No figure.
	 *
	 * @param reason why, and what to do about it
	 */
	record Unknown(String reason) implements Reading {

		@Override
		public double use() {
			return Double.POSITIVE_INFINITY;
		}

		@Override
		public String describe() {
			return "unknown: " + this.reason;
		}

	}

}
