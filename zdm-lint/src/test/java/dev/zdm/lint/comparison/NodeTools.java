package dev.zdm.lint.comparison;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

/**
 * Programs that npm installed under {@code target/comparison}.
 */
final class NodeTools {

	static final Path FOLDER = Path.of("target/comparison");

	private static final Path PACKAGES = Path.of("src/test/comparison/package.json");

	private NodeTools() {
	}

	/** The programs, or null where Node is not there or the registry is out of reach. */
	static @Nullable NodeTools install() throws IOException, InterruptedException {
		Files.createDirectories(FOLDER);
		Files.copy(PACKAGES, FOLDER.resolve("package.json"), StandardCopyOption.REPLACE_EXISTING);
		try {
			Ended npm = run(FOLDER, List.of("npm", "install", "--no-audit", "--no-fund", "--silent",
					"--fetch-retries=1", "--fetch-timeout=30000"));
			return (npm.status() == 0) ? new NodeTools() : null;
		}
		catch (IOException ex) {
			return null;
		}
	}

	/** Runs a program of a package. */
	Ended run(String program, String... arguments) throws IOException, InterruptedException {
		List<String> command = new ArrayList<>();
		command.add(FOLDER.resolve("node_modules/.bin").resolve(program).toAbsolutePath().toString());
		command.addAll(List.of(arguments));
		return run(FOLDER, command);
	}

	/** Runs a script with Node, where it finds the packages. */
	Ended node(Path script, Path argument) throws IOException, InterruptedException {
		Path copy = Files.copy(script, FOLDER.resolve(script.getFileName()), StandardCopyOption.REPLACE_EXISTING);
		return run(FOLDER,
				List.of("node", copy.getFileName().toString(), argument.toAbsolutePath().normalize().toString()));
	}

	private static Ended run(Path folder, List<String> command) throws IOException, InterruptedException {
		File out = File.createTempFile("out", ".txt", FOLDER.toFile());
		File err = File.createTempFile("err", ".txt", FOLDER.toFile());
		try {
			Process process = new ProcessBuilder(command).directory(folder.toFile())
				.redirectOutput(out)
				.redirectError(err)
				.start();
			process.getOutputStream().close();
			if (!process.waitFor(3, TimeUnit.MINUTES)) {
				process.destroy();
				throw new IOException(command + " does not end");
			}
			return new Ended(process.exitValue(), Files.readString(out.toPath()), Files.readString(err.toPath()));
		}
		finally {
			Files.delete(out.toPath());
			Files.delete(err.toPath());
		}
	}

	/**
	 * A program that ended.
	 *
	 * @param status its exit code
	 * @param out what it wrote
	 * @param err what it wrote about itself
	 */
	record Ended(int status, String out, String err) {
	}

}
