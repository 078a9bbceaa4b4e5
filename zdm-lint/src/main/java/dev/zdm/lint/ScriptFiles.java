package dev.zdm.lint;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Reads scripts.
 *
 * @param placeholders replaced in each
 */
record ScriptFiles(Placeholders placeholders) {

	SourceFile read(Path path) {
		return new SourceFile(nameOf(path), this.placeholders.replace(text(path)));
	}

	static String text(Path path) {
		try {
			String text = Files.readString(path);
			return text.startsWith("\uFEFF") ? text.substring(1) : text;
		}
		catch (CharacterCodingException ex) {
			throw new UsageException(nameOf(path) + " is not UTF-8");
		}
		catch (IOException ex) {
			throw new UsageException("Cannot read " + nameOf(path) + ": " + ex);
		}
	}

	/** All files below a folder whose names have this ending, in a natural order. */
	static List<Path> below(Path folder, String ending) {
		try (Stream<Path> files = Files.walk(folder)) {
			return files.filter(Files::isRegularFile)
				.filter((file) -> file.getFileName().toString().endsWith(ending))
				.sorted(Comparator.comparing(Path::toString, NaturalOrder.INSTANCE))
				.toList();
		}
		catch (IOException ex) {
			throw new UsageException("Cannot read " + folder + ": " + ex);
		}
	}

	/** A path as annotations need it: below the working directory, with slashes. */
	static String nameOf(Path path) {
		Path here = Path.of("").toAbsolutePath();
		Path shown = (path.isAbsolute() && path.startsWith(here)) ? here.relativize(path) : path;
		return shown.normalize().toString().replace('\\', '/');
	}

}
