package dev.zdm.test;

import java.nio.file.Path;
import java.util.Properties;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class EngineTests {

	private final Properties before = (Properties) System.getProperties().clone();

	@AfterEach
	void restore() {
		System.setProperties(this.before);
	}

	@Test
	void unknownEngineIsRefused() {
		System.setProperty("zdm.test.postgres", "oracle");
		assertThatIllegalStateException().isThrownBy(PostgresCluster.builder()::start).withMessageContaining("oracle");
	}

	@Test
	void otherVersionThanThatOfTheBinariesIsRefused() {
		System.setProperty("zdm.test.postgres", "embedded");
		System.setProperty("zdm.test.postgres.version", "9");
		assertThatIllegalStateException().isThrownBy(PostgresCluster.builder()::start)
			.withMessageContaining("asks for 9");
	}

	@Test
	void dataDirectoryIsRefusedByContainers() {
		System.setProperty("zdm.test.postgres", "testcontainers");
		assertThatIllegalStateException()
			.isThrownBy(() -> PostgresCluster.builder().dataDirectory(Path.of("kept")).start())
			.withMessage("Containers do not keep kept. Use embedded servers, or no data directory.");
	}

	@Test
	void serverThatDoesNotStartSaysWhy() {
		assertThatIllegalStateException()
			.isThrownBy(() -> PostgresCluster.builder().setting("shared_buffers", "much").start())
			.withMessageContaining("invalid value for parameter \"shared_buffers\"");
	}

}
