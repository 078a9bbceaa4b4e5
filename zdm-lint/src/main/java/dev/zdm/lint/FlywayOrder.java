package dev.zdm.lint;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import dev.zdm.sql.MigrationVersion;
import org.jspecify.annotations.Nullable;

/**
 * Orders scripts as Flyway runs them on an empty database: the latest baseline, the
 * versions behind it, then what is repeatable. Undo scripts are left out.
 *
 * @param files reads them
 */
record FlywayOrder(ScriptFiles files) {

	List<Migration> of(List<Path> scripts) {
		List<Named> named = new ArrayList<>();
		for (Path script : scripts) {
			FlywayName name = FlywayName.of(script);
			if (name != null && name.prefix() != 'U') {
				named.add(new Named(script, name));
			}
		}
		MigrationVersion baseline = named.stream()
			.filter((each) -> each.name().prefix() == 'B')
			.map((each) -> Objects.requireNonNull(each.name().version()))
			.max(Comparator.naturalOrder())
			.orElse(null);
		List<Named> running = named.stream().filter((each) -> runs(each.name(), baseline)).sorted(ORDER).toList();
		requireDistinct(running);
		return running.stream().map(this::migration).toList();
	}

	private static final Comparator<Named> ORDER = Comparator
		.comparing((Named each) -> each.name().version(), Comparator.nullsLast(Comparator.naturalOrder()))
		.thenComparing((each) -> each.name().description());

	private static boolean runs(FlywayName name, @Nullable MigrationVersion baseline) {
		if (name.version() == null || baseline == null) {
			return true;
		}
		int order = name.version().compareTo(baseline);
		return (name.prefix() == 'B') ? order == 0 : order > 0;
	}

	private static void requireDistinct(List<Named> scripts) {
		Map<MigrationVersion, Path> known = new HashMap<>();
		for (Named script : scripts) {
			MigrationVersion version = script.name().version();
			Path other = (version != null) ? known.putIfAbsent(version, script.path()) : null;
			if (other != null) {
				throw new UsageException("Version " + version + " is there twice, which Flyway refuses: "
						+ ScriptFiles.nameOf(other) + ", " + ScriptFiles.nameOf(script.path()));
			}
		}
	}

	private Migration migration(Named script) {
		SourceFile file = this.files.read(script.path());
		return Migration.ofFile(file, script.path().getFileName().toString(), script.name().version(),
				Migration.Tool.FLYWAY, ownTransaction(script.path()));
	}

	/** What the script's configuration, {@code V1__x.sql.conf}, says about it. */
	private static @Nullable Boolean ownTransaction(Path script) {
		Path configuration = script.resolveSibling(script.getFileName() + ".conf");
		if (!Files.exists(configuration)) {
			return null;
		}
		return ScriptFiles.text(configuration)
			.lines()
			.map((line) -> line.replaceAll("\\s", ""))
			.filter((line) -> line.startsWith("executeInTransaction="))
			.map((line) -> Boolean.valueOf(line.substring(line.indexOf('=') + 1)))
			.findFirst()
			.orElse(null);
	}

	private record Named(Path path, FlywayName name) {
	}

}
