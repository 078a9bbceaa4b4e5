package dev.zdm.operation;

import java.sql.SQLException;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;

/**
 * The catalogue holds what it says.
 */
class OperationsTests {

	static List<Operation> operations() {
		return Operations.of(Shop.version());
	}

	@Test
	void noOperationIsThereTwice() {
		assertThat(Operations.all()).extracting(Operation::sql).doesNotHaveDuplicates();
		assertThat(Operations.all()).extracting(Operation::title).doesNotHaveDuplicates().doesNotContain("");
	}

	@ParameterizedTest
	@MethodSource("operations")
	void theServerDoesIt(Operation operation) throws SQLException {
		try (Shop shop = Shop.open(operation)) {
			assertThatNoException().isThrownBy(() -> shop.run(operation.sql()));
		}
	}

}
