package dev.zdm.test;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

@DisabledIfSystemProperty(named = "zdm.test.postgres", matches = "testcontainers",
		disabledReason = "containers have no data directory")
class DataDirectoryTests {

	@TempDir
	private Path folder;

	@Test
	void clusterOfAKilledJvmIsUsedAgain() throws Exception {
		OwnerJvm jvm = OwnerJvm.withDataDirectory(this.folder);
		assertThatIllegalStateException().isThrownBy(builder()::start).withMessageContaining("process that is alive");
		jvm.kill();
		List<ProcessHandle> postmasters = OwnerJvm.postmasters(this.folder);
		assertThat(postmasters).hasSize(2);
		try (PostgresCluster cluster = builder().start()) {
			assertKept(cluster);
			assertThat(OwnerJvm.postmasters(this.folder)).hasSize(2).doesNotContainAnyElementsOf(postmasters);
			assertThatIllegalStateException().isThrownBy(builder()::start)
				.withMessageContaining("process that is alive");
			assertKept(cluster);
		}
		assertThat(OwnerJvm.postmasters(this.folder)).isEmpty();
		assertThatIllegalStateException().isThrownBy(() -> builder().replicas(2).start())
			.withMessageContaining("[primary, replica-1]");
		try (PostgresCluster cluster = builder().setting("work_mem", "3MB").start()) {
			assertKept(cluster);
			assertThat(Sql.column(cluster.primary(), "show work_mem")).containsExactly("3MB");
		}
	}

	@Test
	void folderWithSomethingElseIsRefusedAndLeftAlone() throws Exception {
		Path file = Files.createFile(this.folder.resolve("thesis.txt"));
		assertThatIllegalStateException().isThrownBy(builder()::start).withMessageContaining("something else");
		assertThat(FolderTree.entries(this.folder)).containsExactly(file);
	}

	private PostgresCluster.Builder builder() {
		return PostgresCluster.builder().replicas(1).dataDirectory(this.folder);
	}

	private static void assertKept(PostgresCluster cluster) {
		PostgresServer replica = cluster.replicas().get(0);
		replica.awaitCaughtUp(Duration.ofSeconds(20));
		assertThat(Sql.column(replica, "select value from precious")).containsExactly("42");
	}

}
