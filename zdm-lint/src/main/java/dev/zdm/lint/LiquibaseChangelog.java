package dev.zdm.lint;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import dev.zdm.lint.ChangelogTree.Node;
import org.jspecify.annotations.Nullable;

/**
 * Reads Liquibase changelogs: formatted SQL, and XML, YAML and JSON that include others
 * or hold SQL.
 */
final class LiquibaseChangelog {

	private static final Pattern FORMATTED = Pattern.compile("(?is)\\s*--\\s*liquibase\\s+formatted\\s+sql\\b.*");

	private static final Pattern STRUCTURED = Pattern.compile("(?i).*\\.(xml|ya?ml|json)");

	private static final Set<String> SILENT = Set.of("rollback", "preconditions", "comment", "validchecksum",
			"modifysql", "tagdatabase", "property", "empty", "output");

	private final ScriptFiles files;

	private final Set<Path> read = new HashSet<>();

	LiquibaseChangelog(ScriptFiles files) {
		this.files = files;
	}

	static boolean isOne(Path file) {
		return STRUCTURED.matcher(file.getFileName().toString()).matches()
				|| FORMATTED.matcher(ScriptFiles.text(file)).matches();
	}

	List<Migration> in(Path changelog) {
		if (!this.read.add(changelog.toAbsolutePath().normalize())) {
			return List.of();
		}
		if (STRUCTURED.matcher(changelog.getFileName().toString()).matches()) {
			List<Migration> migrations = new ArrayList<>();
			ChangelogTree.read(changelog).forEach((node) -> migrations.addAll(of(node, changelog)));
			return migrations;
		}
		SourceFile file = this.files.read(changelog);
		return FORMATTED.matcher(file.text()).matches() ? FormattedSql.changesets(file)
				: List.of(Migration.ofFile(file, "includeAll:" + file.name(), null, Migration.Tool.LIQUIBASE, null));
	}

	private List<Migration> of(Node node, Path changelog) {
		return switch (node.name().toLowerCase(Locale.ROOT)) {
			case "include" ->
				in(resolve(changelog, node.required("file", changelog), node.flag("relativeToChangelogFile")));
			case "includeall" -> {
				Path folder = resolve(changelog, node.required("path", changelog),
						node.flag("relativeToChangelogFile"));
				yield Stream.of(".sql", ".xml", ".yaml", ".yml", ".json")
					.flatMap((ending) -> ScriptFiles.below(folder, ending).stream())
					.sorted((one, other) -> one.toString().compareTo(other.toString()))
					.flatMap((file) -> in(file).stream())
					.toList();
			}
			case "changeset" -> changeset(node, changelog);
			default -> List.of();
		};
	}

	private List<Migration> changeset(Node changeset, Path changelog) {
		String id = changeset.attribute("author") + ":" + changeset.attribute("id");
		String runInTransaction = changeset.attribute("runInTransaction");
		Boolean ownTransaction = (runInTransaction != null) ? Boolean.valueOf(runInTransaction) : null;
		if (!FormattedSql.isForPostgres(changeset.attribute("dbms"))) {
			return List.of();
		}
		List<Migration.Part> parts = changeset.children()
			.stream()
			.filter((change) -> !SILENT.contains(change.name().toLowerCase(Locale.ROOT)))
			.map((change) -> Migration.Part.of(sql(change, id, changelog)))
			.toList();
		return List.of(new Migration(parts, id, null, Migration.Tool.LIQUIBASE, ownTransaction));
	}

	private SourceFile sql(Node change, String id, Path changelog) {
		if (change.name().equals("sqlFile")) {
			return this.files
				.read(resolve(changelog, change.required("path", changelog), change.flag("relativeToChangelogFile")));
		}
		if (change.name().equals("sql")) {
			return inline(change, changelog);
		}
		throw new UsageException(ScriptFiles.nameOf(changelog) + ": changeset " + id + " uses " + change.name()
				+ ", and zdm-lint reads SQL only. Let Liquibase write it: liquibase update-sql --output-file=all.sql");
	}

	/** SQL inside another language, at about the line on which it stands there. */
	private SourceFile inline(Node change, Path changelog) {
		String sql = this.files.placeholders().replace(change.text());
		String first = change.text().strip().lines().findFirst().orElse("");
		int at = Math.max(0, ScriptFiles.text(changelog).indexOf(first));
		int line = (int) ScriptFiles.text(changelog).substring(0, at).chars().filter((c) -> c == '\n').count();
		return new SourceFile(ScriptFiles.nameOf(changelog), "\n".repeat(line) + sql.stripLeading());
	}

	/** Paths are relative to the changelog or to a root of the class path above it. */
	private static Path resolve(Path changelog, String path, boolean relative) {
		Path folder = changelog.toAbsolutePath().getParent();
		String name = path.replaceFirst("^classpath\\*?:", "").replaceFirst("^/+", "");
		if (relative) {
			return existing(folder.resolve(name), path, changelog);
		}
		for (Path root = folder; root != null; root = root.getParent()) {
			if (Files.exists(root.resolve(name))) {
				return root.resolve(name);
			}
		}
		return existing(folder.resolve(name), path, changelog);
	}

	private static Path existing(Path file, @Nullable String path, Path changelog) {
		if (!Files.exists(file)) {
			throw new UsageException(ScriptFiles.nameOf(changelog) + " includes " + path + ", which is not there");
		}
		return file;
	}

}
