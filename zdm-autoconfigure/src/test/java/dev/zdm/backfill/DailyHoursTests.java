package dev.zdm.backfill;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class DailyHoursTests {

	/**
	 * Clocks go forward on 2026-03-29 from 2:00 to 3:00, back on 2026-10-25 from 3:00.
	 */
	private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

	@ParameterizedTest
	@CsvSource({ "22:00,05:00,2026-06-01T20:00:00Z,true", "22:00,05:00,2026-06-01T19:59:59Z,false",
			"22:00,05:00,2026-06-02T02:59:59Z,true", "22:00,05:00,2026-06-02T03:00:00Z,false",
			"01:00,02:00,2026-06-01T23:30:00Z,true", "01:00,02:00,2026-06-02T00:00:00Z,false",
			"22:00,00:00,2026-06-01T21:59:00Z,true", "22:00,00:00,2026-06-01T22:00:00Z,false" })
	void containsWhatClocksShow(String from, String to, Instant moment, boolean contained) {
		assertThat(hours(from, to).contains(moment)).isEqualTo(contained);
	}

	@ParameterizedTest
	@CsvSource({ // ordinary days
			"22:00,05:00,2026-06-01T12:00:00Z,2026-06-01T20:00:00Z",
			"22:00,05:00,2026-06-01T22:00:00Z,2026-06-01T22:00:00Z",
			// the beginning is skipped: it begins when clocks go on
			"02:30,05:00,2026-03-29T00:00:00Z,2026-03-29T01:00:00Z",
			// all of it is skipped
			"02:10,02:50,2026-03-29T00:00:00Z,2026-03-30T00:10:00Z",
			// shown twice: again when clocks are put back over it
			"02:10,02:50,2026-10-25T00:00:00Z,2026-10-25T00:10:00Z",
			"02:10,02:50,2026-10-25T00:55:00Z,2026-10-25T01:10:00Z",
			"01:30,02:30,2026-10-25T00:45:00Z,2026-10-25T01:00:00Z" })
	void opensWhenClocksShowItsBeginning(String from, String to, Instant moment, Instant open) {
		assertThat(hours(from, to).open(moment)).isEqualTo(open);
	}

	@ParameterizedTest
	@CsvSource({ "22:00,05:00,2026-06-01T22:00:00Z,2026-06-02T03:00:00Z",
			"01:00,02:30,2026-03-29T00:30:00Z,2026-03-29T01:00:00Z",
			"01:30,02:30,2026-10-25T00:00:00Z,2026-10-25T00:30:00Z",
			"22:00,05:00,2026-06-01T12:00:00Z,2026-06-01T12:00:00Z" })
	void closesWhenClocksShowItsEnd(String from, String to, Instant moment, Instant closed) {
		assertThat(hours(from, to).closed(moment)).isEqualTo(closed);
	}

	@Test
	void endsSoManyNightsLater() {
		DailyHours night = hours("22:00", "05:00");
		Instant noon = Instant.parse("2026-06-01T10:00:00Z");
		assertThat(night.end(noon, Duration.ofHours(7))).isEqualTo("2026-06-02T03:00:00Z");
		assertThat(night.end(noon, Duration.ofHours(15))).isEqualTo("2026-06-03T21:00:00Z");
		assertThat(night.end(noon, Duration.ofDays(10_000))).isNull();
	}

	private static DailyHours hours(String from, String to) {
		return new DailyHours(LocalTime.parse(from), LocalTime.parse(to), BERLIN);
	}

}
