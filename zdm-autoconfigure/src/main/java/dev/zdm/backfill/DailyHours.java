package dev.zdm.backfill;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.Comparator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * A part of each day, by the wall clocks of a place. It may go over midnight. When clocks
 * are put forward what they skip is lost; when they are put back what they show twice
 * counts twice.
 *
 * @param from its beginning
 * @param to its end, which does not belong to it
 * @param zone where the clocks are
 */
record DailyHours(LocalTime from, LocalTime to, ZoneId zone) {

	/** Clocks may skip the whole of it on some day. */
	private static final int DAYS = 3;

	/** Beyond that nobody plans. */
	private static final int MOST_SPELLS = 1000;

	boolean contains(Instant moment) {
		LocalTime time = LocalTime.ofInstant(moment, this.zone);
		return this.from.isBefore(this.to) ? !time.isBefore(this.from) && time.isBefore(this.to)
				: !time.isBefore(this.from) || time.isBefore(this.to);
	}

	/**
	 * The first moment, from the one given on, that lies in it.
	 */
	Instant open(Instant moment) {
		return contains(moment) ? moment : turn(moment, true);
	}

	/**
	 * The first moment, from the one given on, that does not lie in it.
	 */
	Instant closed(Instant moment) {
		return contains(moment) ? turn(moment, false) : moment;
	}

	/**
	 * When something is over that goes on only within these hours.
	 * @param moment when it begins or goes on
	 * @param length how long it takes
	 * @return null if that is years away
	 */
	@Nullable Instant end(Instant moment, Duration length) {
		Instant at = open(moment);
		Duration left = length;
		for (int i = 0; i < MOST_SPELLS; i++) {
			Duration spell = Duration.between(at, closed(at));
			if (left.compareTo(spell) <= 0) {
				return at.plus(left);
			}
			left = left.minus(spell);
			at = open(at.plus(spell));
		}
		return null;
	}

	/**
	 * The next moment at which it begins or ends: clocks show that time, or are put
	 * forward or back over it.
	 */
	private Instant turn(Instant moment, boolean opens) {
		ZoneRules rules = this.zone.getRules();
		LocalDate today = LocalDate.ofInstant(moment, this.zone);
		LocalTime time = opens ? this.from : this.to;
		Stream<Instant> shown = IntStream.rangeClosed(-1, DAYS)
			.mapToObj((day) -> today.plusDays(day).atTime(time))
			.flatMap((local) -> moments(rules, local));
		ZoneOffsetTransition transition = rules.nextTransition(moment);
		return Stream.concat(shown, Stream.ofNullable(transition).map(ZoneOffsetTransition::getInstant))
			.filter((turn) -> turn.isAfter(moment) && contains(turn) == opens)
			.min(Comparator.naturalOrder())
			.orElseThrow();
	}

	private static Stream<Instant> moments(ZoneRules rules, LocalDateTime local) {
		return rules.getValidOffsets(local).stream().map(local::toInstant);
	}

	@Override
	public String toString() {
		return this.from + " to " + this.to + ' ' + this.zone;
	}

}
