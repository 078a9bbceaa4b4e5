package dev.zdm.lint;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import dev.zdm.sql.MigrationVersion;
import org.jspecify.annotations.Nullable;

/**
 * Finds the migrations in what the user named, in the order in which they run: Liquibase
 * changelogs as they say, scripts with Flyway's names by version, others as given.
 *
 * @param files reads them
 */
record Migrations(ScriptFiles files) {

	private static final Pattern LEADING_VERSION = Pattern.compile("[vV]?(" + MigrationVersion.SHAPE + ").*");

	private static final List<String> MASTERS = Stream.of("db.changelog-master", "changelog-master", "master", "root")
		.flatMap((name) -> Stream.of(".yaml", ".yml", ".xml", ".json", ".sql").map(name::concat))
		.toList();

	List<Migration> in(List<Path> paths) {
		List<Path> scripts = new ArrayList<>();
		List<Migration> changesets = new ArrayList<>();
		for (Path path : paths) {
			if (!Files.exists(path)) {
				throw new UsageException("There is no " + path);
			}
			Path changelog = Files.isDirectory(path) ? masterIn(path) : path;
			if (changelog != null && LiquibaseChangelog.isOne(changelog)) {
				changesets.addAll(new LiquibaseChangelog(this.files).in(changelog));
			}
			else {
				scripts.addAll(Files.isDirectory(path) ? scriptsIn(path) : List.of(path));
			}
		}
		if (!changesets.isEmpty() && !scripts.isEmpty()) {
			throw new UsageException("Liquibase changelogs and other scripts cannot be replayed in one run: "
					+ ScriptFiles.nameOf(scripts.get(0)) + " is no changelog");
		}
		List<Migration> found = changesets.isEmpty() ? ordered(scripts) : changesets;
		if (found.isEmpty()) {
			throw new UsageException("There are no migrations in " + paths);
		}
		return found;
	}

	private static @Nullable Path masterIn(Path folder) {
		return MASTERS.stream()
			.flatMap((name) -> Stream.of(folder, folder.resolve("changelog")).map((place) -> place.resolve(name)))
			.filter(Files::exists)
			.findFirst()
			.orElse(null);
	}

	/** Where there are Flyway's scripts, others are none. */
	private static List<Path> scriptsIn(Path folder) {
		List<Path> all = ScriptFiles.below(folder, ".sql");
		List<Path> named = all.stream().filter((file) -> FlywayName.of(file) != null).toList();
		return named.isEmpty() ? all : named;
	}

	private List<Migration> ordered(List<Path> scripts) {
		if (scripts.stream().allMatch((script) -> FlywayName.of(script) != null)) {
			return new FlywayOrder(this.files).of(scripts);
		}
		return scripts.stream().map(this::asGiven).toList();
	}

	private Migration asGiven(Path script) {
		String name = script.getFileName().toString();
		Matcher leading = LEADING_VERSION.matcher(name);
		return Migration.ofFile(this.files.read(script), name,
				leading.matches() ? MigrationVersion.of(leading.group(1)) : null, Migration.Tool.NONE, null);
	}

}
