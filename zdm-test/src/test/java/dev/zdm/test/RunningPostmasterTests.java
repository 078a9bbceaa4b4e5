package dev.zdm.test;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

@DisabledIfSystemProperty(named = "zdm.test.postgres", matches = "testcontainers",
		disabledReason = "servers in containers are no processes of this machine")
class RunningPostmasterTests {

	@TempDir
	private Path folder;

	@Test
	void processThatWasGivenThePidIsNotTakenForTheServer() throws Exception {
		write(ProcessHandle.current().pid(), this.folder);
		assertThat(RunningPostmaster.of(this.folder)).isEmpty();
	}

	@Test
	void serverOfAnotherFolderIsNotTakenForThatOfACopy() throws Exception {
		try (PostgresCluster cluster = PostgresCluster.builder().workDirectory(this.folder).start()) {
			Path data = FolderTree.entries(this.folder).get(0).resolve("primary");
			assertThat(cluster.primary().isRunning()).isTrue();
			ProcessHandle process = RunningPostmaster.of(data).orElseThrow().process();
			Path copy = Files.createDirectory(this.folder.resolve("copy"));
			Files.copy(data.resolve("postmaster.pid"), copy.resolve("postmaster.pid"));
			assertThat(RunningPostmaster.of(copy)).as("names the other folder").isEmpty();
			write(process.pid(), copy);
			assertThat(RunningPostmaster.of(copy)).as("names a server of another folder").isEmpty();
		}
	}

	@Test
	void unreadableFileNamesNoServer() throws Exception {
		Files.writeString(this.folder.resolve("postmaster.pid"), "");
		assertThat(RunningPostmaster.of(this.folder)).isEmpty();
		Files.writeString(this.folder.resolve("postmaster.pid"), "one\n" + this.folder + "\nthree\n");
		assertThat(RunningPostmaster.of(this.folder)).isEmpty();
	}

	private static void write(long pid, Path data) throws Exception {
		Files.writeString(data.resolve("postmaster.pid"),
				"%d%n%s%n%d%n".formatted(pid, data, Instant.now().getEpochSecond()));
	}

}
