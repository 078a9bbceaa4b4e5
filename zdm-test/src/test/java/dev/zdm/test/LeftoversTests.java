package dev.zdm.test;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

@DisabledIfSystemProperty(named = "zdm.test.postgres", matches = "testcontainers",
		disabledReason = "containers have no work directory")
class LeftoversTests {

	@TempDir
	private Path folder;

	@Test
	void nextStartClearsWhatAKilledJvmLeft() throws Exception {
		OwnerJvm jvm = OwnerJvm.withWorkDirectory(this.folder);
		List<ProcessHandle> postmasters = OwnerJvm.postmasters(this.folder);
		List<Path> leftovers = FolderTree.entries(this.folder);
		assertThat(postmasters).hasSize(2);
		assertThat(leftovers).hasSize(1);
		jvm.kill();
		assertThat(postmasters).as("outlive their JVM").allMatch(ProcessHandle::isAlive);
		try (PostgresCluster cluster = PostgresCluster.builder().workDirectory(this.folder).start()) {
			await().untilAsserted(() -> assertThat(postmasters).noneMatch(ProcessHandle::isAlive));
			assertThat(FolderTree.entries(this.folder)).hasSize(1).doesNotContainAnyElementsOf(leftovers);
			assertThat(cluster.primary().isRunning()).isTrue();
		}
		assertThat(FolderTree.entries(this.folder)).isEmpty();
	}

	@Test
	void clusterOfALivingJvmIsLeftAloneAndEndsWithIt() throws Exception {
		OwnerJvm jvm = OwnerJvm.withWorkDirectory(this.folder);
		PostgresCluster.builder().workDirectory(this.folder).start().close();
		try (PostgresCluster cluster = PostgresCluster.builder().workDirectory(this.folder).start()) {
			PostgresCluster.builder().workDirectory(this.folder).start().close();
			assertThat(OwnerJvm.postmasters(this.folder)).as("two of the JVM, one of this").hasSize(3);
			assertThat(cluster.primary().isRunning()).isTrue();
		}
		jvm.end();
		assertThat(FolderTree.entries(this.folder)).isEmpty();
	}

	@Test
	void interruptedJvmTakesItsClusterAlong() throws Exception {
		OwnerJvm jvm = OwnerJvm.withWorkDirectory(this.folder);
		List<ProcessHandle> postmasters = OwnerJvm.postmasters(this.folder);
		jvm.terminate();
		await().untilAsserted(() -> assertThat(postmasters).noneMatch(ProcessHandle::isAlive));
		assertThat(FolderTree.entries(this.folder)).isEmpty();
	}

	@Test
	void otherFilesAndFoldersJustMadeStay() throws Exception {
		Path other = Files.createDirectory(this.folder.resolve("other"));
		Path young = Files.createDirectory(this.folder.resolve("1-2-0123abcd"));
		Path old = Files.createDirectory(this.folder.resolve("1-2-0123abce"));
		Files.createFile(old.resolve("owner.lock"));
		Files.setLastModifiedTime(old, FileTime.from(Instant.EPOCH));
		Files.setLastModifiedTime(other, FileTime.from(Instant.EPOCH));
		PostgresCluster.builder().workDirectory(this.folder).start().close();
		assertThat(FolderTree.entries(this.folder)).containsExactlyInAnyOrder(other, young);
	}

}
