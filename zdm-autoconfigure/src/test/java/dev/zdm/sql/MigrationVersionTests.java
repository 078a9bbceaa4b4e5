package dev.zdm.sql;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class MigrationVersionTests {

	@ParameterizedTest
	@CsvSource({ "7,7.0", "007,7", "1.2,1_2", "0,0.0" })
	void takesTheSameVersionWrittenInOtherWaysForTheSame(String one, String other) {
		assertThat(MigrationVersion.of(one)).isEqualTo(MigrationVersion.of(other))
			.isEqualByComparingTo(MigrationVersion.of(other));
	}

	@ParameterizedTest
	@CsvSource({ "2,10", "1.9,1.10", "1,1.0.1", "20240101120000,20240101120001" })
	void comparesNumbers(String less, String greater) {
		assertThat(MigrationVersion.of(less)).isLessThan(MigrationVersion.of(greater));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "a", "1.", "1..2", "-1", "add-totals" })
	void knowsWhatIsNone(String text) {
		assertThat(MigrationVersion.isOne(text)).isFalse();
		assertThatIllegalArgumentException().isThrownBy(() -> MigrationVersion.of(text))
			.withMessage("'" + text + "' is no version. Versions look like 7, 1.2 or 20260131.1");
	}

	@ParameterizedTest
	@CsvSource({ "7.0,7", "1_2,1.2", "0.0,0" })
	void isWrittenWithDots(String text, String written) {
		assertThat(MigrationVersion.of(text)).hasToString(written);
	}

}
