package dev.zdm.proof;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/**
 * The files beside this class.
 */
final class Resource {

	private Resource() {
	}

	static String text(String name) {
		try (InputStream in = Objects.requireNonNull(Resource.class.getResourceAsStream(name), name)) {
			return new String(in.readAllBytes(), StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** The lines that are neither empty nor comments. */
	static List<String> lines(String name) {
		return text(name).lines().filter((line) -> !line.isBlank() && !line.startsWith("--")).toList();
	}

}
