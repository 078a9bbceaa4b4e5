package dev.zdm.backfill;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import dev.zdm.test.PostgresCluster;
import dev.zdm.test.PostgresServer;

/**
 * Three instances of an application, each in a JVM of its own behind a network of its
 * own, on a primary with a replica.
 */
final class Fleet implements AutoCloseable {

	private static final Optional<Path> FAKE_TIME = fakeTime();

	private final PostgresCluster cluster = PostgresCluster.builder().replicas(1).start();

	private final String database = this.cluster.primary().createDatabase();

	private final List<Member> members = new ArrayList<>();

	private PostgresServer primary = this.cluster.primary();

	private Shop shop = new Shop(this.primary, this.database);

	PostgresServer primary() {
		return this.primary;
	}

	Shop shop() {
		return this.shop;
	}

	List<Member> members() {
		return this.members;
	}

	/**
	 * The instance whose clock can be turned, where the library for that is installed.
	 */
	Optional<Member> clockwork() {
		return FAKE_TIME.map((library) -> this.members.get(0));
	}

	void start() {
		for (int number = 0; number < 3; number++) {
			this.members.add(new Member(number));
		}
		this.members.forEach(Member::start);
	}

	/** Until the replica has what a backfill begins with. */
	void awaitReplica() {
		this.cluster.replicas().get(0).awaitCaughtUp(Duration.ofSeconds(30));
	}

	/** The replica takes over for good; what it has not received never happened. */
	boolean promote() {
		if (this.primary != this.cluster.primary()) {
			return false;
		}
		this.primary.crash();
		this.primary = this.cluster.replicas().get(0);
		this.primary.promote();
		this.shop.close();
		this.shop = new Shop(this.primary, this.database);
		return true;
	}

	@Override
	public void close() {
		this.members.forEach(Member::close);
		this.shop.close();
		this.cluster.close();
	}

	private static Optional<Path> fakeTime() {
		return Stream.of("x86_64", "aarch64")
			.map((machine) -> Path.of("/usr/lib/%s-linux-gnu/faketime/libfaketimeMT.so.1".formatted(machine)))
			.filter(Files::exists)
			.findFirst();
	}

	/**
	 * One instance.
	 */
	final class Member implements AutoCloseable {

		private final int number;

		private final List<Relay> network;

		private final Path clock;

		private Process process;

		private Member(int number) {
			this.number = number;
			this.network = Stream
				.concat(Stream.of(Fleet.this.cluster.primary()), Fleet.this.cluster.replicas().stream())
				.map(Relay::new)
				.toList();
			this.clock = Path.of("target", "clock-" + number).toAbsolutePath();
			turnClock("+0");
		}

		void start() {
			String hosts = String.join(",", this.network.stream().map(Relay::address).toList());
			ProcessBuilder builder = new ProcessBuilder(
					Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
					System.getProperty("java.class.path"), "-Xshare:auto", "-XX:TieredStopAtLevel=1",
					"-XX:+UseSerialGC", CounterInstance.class.getName(),
					"jdbc:postgresql://" + hosts + "/" + Fleet.this.database
							+ "?targetServerType=primary&hostRecheckSeconds=1&connectTimeout=2",
					Fleet.this.primary.username(), Fleet.this.primary.password())
				.redirectErrorStream(true)
				.redirectOutput(ProcessBuilder.Redirect.appendTo(new File("target/fleet-" + this.number + ".log")));
			if (this.number == 0) {
				FAKE_TIME.ifPresent((library) -> builder.environment().putAll(fakeTime(library)));
			}
			try {
				this.process = builder.start();
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}

		/** Ten times as slow to start: hence for one instance only. */
		private Map<String, String> fakeTime(Path library) {
			return Map.of("LD_PRELOAD", library.toString(), "FAKETIME_TIMESTAMP_FILE", this.clock.toString(),
					"FAKETIME_CACHE_DURATION", "1", "FAKETIME_DONT_FAKE_MONOTONIC", "1", "NO_FAKE_STAT", "1");
		}

		void kill() {
			this.process.destroyForcibly().onExit().join();
		}

		void cut() {
			this.network.forEach(Relay::cut);
		}

		void stall() {
			this.network.forEach(Relay::stall);
		}

		void mend() {
			this.network.forEach(Relay::mend);
		}

		void freeze() {
			signal("-STOP");
		}

		void thaw() {
			signal("-CONT");
		}

		/** For instance {@code +2h}. */
		void turnClock(String offset) {
			try {
				Files.writeString(this.clock, offset + System.lineSeparator());
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}

		private void signal(String signal) {
			try {
				new ProcessBuilder("kill", signal, Long.toString(this.process.pid())).inheritIO()
					.start()
					.onExit()
					.join();
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}

		@Override
		public void close() {
			kill();
			this.network.forEach(Relay::close);
		}

	}

}
