package dev.zdm.backfill;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class FlywayVersionTests {

	@ParameterizedTest
	@CsvSource({ "7,7.0", "007,7", "1.2,1_2", "0,0.0" })
	void takesTheSameVersionWrittenInOtherWaysForTheSame(String one, String other) {
		assertThat(FlywayVersion.of(one)).isEqualTo(FlywayVersion.of(other))
			.isEqualByComparingTo(FlywayVersion.of(other));
	}

	@ParameterizedTest
	@CsvSource({ "2,10", "1.9,1.10", "1,1.0.1", "20240101120000,20240101120001" })
	void comparesNumbers(String less, String greater) {
		assertThat(FlywayVersion.of(less)).isLessThan(FlywayVersion.of(greater));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "a", "1.", "1..2", "-1", "add-totals" })
	void knowsWhatIsNone(String text) {
		assertThat(FlywayVersion.isOne(text)).isFalse();
	}

}
