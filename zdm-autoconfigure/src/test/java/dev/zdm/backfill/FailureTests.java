package dev.zdm.backfill;

import java.sql.SQLException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.jdbc.UncategorizedSQLException;

import static org.assertj.core.api.Assertions.assertThat;

class FailureTests {

	@ParameterizedTest
	@ValueSource(strings = { "55P03", "40P01", "40001", "57014" })
	void triesSmallerBatchesWhenOthersAreInTheWay(String state) {
		assertThat(failure(state, "ERROR: no").kind()).isEqualTo(Failure.Kind.CONTENTION);
	}

	@ParameterizedTest
	@ValueSource(strings = { "08006", "57P01", "57P03", "53300", "25P03", "25006" })
	void waitsForTheServer(String state) {
		assertThat(failure(state, "FATAL: no").kind()).isEqualTo(Failure.Kind.CONNECTION);
	}

	@ParameterizedTest
	@ValueSource(strings = { "22012", "23505", "54000", "P0001" })
	void looksForTheRowThatIsAtFault(String state) {
		assertThat(failure(state, "ERROR: no").kind()).isEqualTo(Failure.Kind.ROW);
	}

	@ParameterizedTest
	@ValueSource(strings = { "42703", "42501", "XX000" })
	void givesUpOnEverythingElse(String state) {
		assertThat(failure(state, "ERROR: no").kind()).isEqualTo(Failure.Kind.OTHER);
	}

	@Test
	void tellsNoValuesOfRows() {
		assertThat(failure("22P02", "ERROR: invalid input syntax for type integer: \"top secret\"").describe())
			.isEqualTo("SQLSTATE 22P02: invalid input syntax for type integer: …");
		assertThat(failure("23505", """
				ERROR: duplicate key value violates unique constraint "u"
				  Detail: Key (email)=(top secret) already exists.""").describe())
			.isEqualTo("SQLSTATE 23505: duplicate key value violates unique constraint \"u\"");
		assertThat(failure("P0001", "ERROR: row 7 is top secret").describe()).doesNotContain("secret");
	}

	private static Failure failure(String state, String message) {
		return Failure.of(new UncategorizedSQLException("batch", "update t set s = 'top secret'",
				new SQLException(message, state)));
	}

}
