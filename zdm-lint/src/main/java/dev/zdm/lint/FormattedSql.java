package dev.zdm.lint;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Finds the changesets in a formatted SQL changelog of Liquibase.
 *
 * @see <a href="https://docs.liquibase.com/concepts/changelogs/sql-format.html">SQL
 * changelogs</a>
 */
final class FormattedSql {

	private static final Pattern CHANGESET = Pattern.compile(
			"(?im)^[ \\t]*--[ \\t]*changeset[ \\t]+(?:\"(?<quoted>[^\"]*)\"|(?<author>[^\\s:]+)):(?<id>\"[^\"]*\"|[^\\s]+)(?<attributes>.*)$");

	private FormattedSql() {
	}

	static List<Migration> changesets(SourceFile file) {
		SourceFile source = withSemicolons(file);
		List<MatchResult> headers = CHANGESET.matcher(source.text()).results().toList();
		List<Migration> migrations = new ArrayList<>();
		Matcher matcher = CHANGESET.matcher(source.text());
		for (int i = 0; i < headers.size(); i++) {
			matcher.find();
			int end = (i + 1 < headers.size()) ? headers.get(i + 1).start() : source.text().length();
			String attributes = matcher.group("attributes");
			String author = (matcher.group("author") != null) ? matcher.group("author") : matcher.group("quoted");
			String inTransaction = attribute(attributes, "runInTransaction");
			if (isForPostgres(attribute(attributes, "dbms"))) {
				migrations.add(new Migration(List.of(new Migration.Part(source, matcher.end(), end)),
						author + ":" + matcher.group("id").replace("\"", ""), null, Migration.Tool.LIQUIBASE,
						(inTransaction != null) ? Boolean.valueOf(inTransaction) : null));
			}
		}
		return migrations;
	}

	/** A delimiter of its own becomes a semicolon, at the same place. */
	private static SourceFile withSemicolons(SourceFile file) {
		String delimiter = attribute(file.text(), "endDelimiter");
		if (delimiter == null || delimiter.equals(";") || delimiter.startsWith("\\")) {
			return file;
		}
		Matcher matcher = Pattern.compile("(?m)" + Pattern.quote(delimiter) + "(?=\\s*$)").matcher(file.text());
		return new SourceFile(file.name(), matcher.replaceAll((found) -> isInHeader(file.text(), found.start())
				? Matcher.quoteReplacement(found.group()) : ";" + " ".repeat(delimiter.length() - 1)));
	}

	private static boolean isInHeader(String text, int offset) {
		return text.startsWith("--", text.lastIndexOf('\n', offset) + 1);
	}

	private static @Nullable String attribute(String attributes, String name) {
		Matcher matcher = Pattern.compile("(?i)\\b" + name + ":(?:\"([^\"]*)\"|(\\S+))").matcher(attributes);
		if (!matcher.find()) {
			return null;
		}
		return (matcher.group(1) != null) ? matcher.group(1) : matcher.group(2);
	}

	/** Whether a changeset for these databases is one for PostgreSQL; null means all. */
	static boolean isForPostgres(@Nullable String dbms) {
		if (dbms == null || dbms.isBlank()) {
			return true;
		}
		List<String> names = Arrays.stream(dbms.toLowerCase(Locale.ROOT).split(",")).map(String::strip).toList();
		if (names.contains("postgresql") || names.contains("all")) {
			return true;
		}
		return !names.contains("!postgresql") && names.stream().allMatch((name) -> name.startsWith("!"));
	}

}
