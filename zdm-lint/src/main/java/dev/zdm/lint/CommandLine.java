package dev.zdm.lint;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import dev.zdm.guard.GuardSettings;
import org.jspecify.annotations.Nullable;

/**
 * Reads the command line: {@code --name value} or {@code --name=value}, and the files.
 */
final class CommandLine {

	static final String USAGE = """
			Usage: java -jar zdm-lint.jar [options] FILE|FOLDER...

			Says what zdm's guard would do with each statement of migration scripts. The scripts are replayed on a
			scratch database in the order of Flyway's versions, of a Liquibase changelog, or as given.

			  --setup FILE              run this first, without judging it (may be repeated; also pg_dump's output)
			  --since VERSION           judge only scripts of later versions (Liquibase: behind this changeset)
			  --no-execute              judge one script against the set-up database without running it
			  --placeholder NAME=VALUE  replace ${NAME} (may be repeated)

			  --format text|json|sarif|github   (text)
			  --fail-on refuse|rewrite|never    which verdicts end with 1 (refuse)
			  --color auto|always|never         (auto)

			  --jdbc-url URL            a scratch database, instead of an embedded server; scripts are executed there
			  --user NAME  --password TEXT
			  --server-version N        fail unless the server has this major version

			  --config FILE                     takes zdm.guard from an application.yml or .properties; what is
			                                    given here comes before it (may be repeated)
			  --rule CODE=refuse|warn|off       as zdm.guard.rules (may be repeated)
			  --unknown warn|refuse             as zdm.guard.unknown (warn)
			  --small-table-rows N              as zdm.guard.small-table-rows (0)

			  --rules                           list the rules
			  --explain CODE                    print the page of a rule
			  --help  --version

			Ends with 0: nothing to report, 1: findings, 2: wrong use, or a script that the server rejects.
			""";

	private final Deque<String> words;

	private final List<Path> scripts = new ArrayList<>();

	private final List<Path> setup = new ArrayList<>();

	private final Map<String, String> placeholders = new HashMap<>();

	private final Map<String, String> configured = new LinkedHashMap<>();

	private final Map<String, String> rules = new HashMap<>();

	private final Map<String, String> single = new HashMap<>();

	private boolean execute = true;

	private CommandLine(String[] words) {
		this.words = new ArrayDeque<>(Arrays.asList(words));
	}

	/**
	 * Reads the words behind the program's name.
	 * @throws UsageException if they make no sense
	 */
	static Options parse(String... words) {
		return new CommandLine(words).options();
	}

	private Options options() {
		while (!this.words.isEmpty()) {
			String word = this.words.removeFirst();
			if (word.equals("--")) {
				this.words.forEach((each) -> this.scripts.add(Path.of(each)));
				this.words.clear();
			}
			else if (word.startsWith("-")) {
				option(word);
			}
			else {
				this.scripts.add(Path.of(word));
			}
		}
		if (this.scripts.isEmpty()) {
			throw new UsageException("There is no FILE or FOLDER to judge. --help says how.");
		}
		return new Options(this.scripts, this.placeholders, this.single.get("--since"), this.execute, database(),
				settings(), output(), choice("--fail-on", Options.FailOn.REFUSE));
	}

	private void option(String word) {
		int equals = word.indexOf('=');
		String name = (equals > 0) ? word.substring(0, equals) : word;
		if (equals > 0) {
			this.words.addFirst(word.substring(equals + 1));
		}
		switch (name) {
			case "--no-execute" -> {
				if (equals > 0) {
					throw new UsageException("--no-execute has no value");
				}
				this.execute = false;
			}
			case "--setup" -> this.setup.add(Path.of(value(name)));
			case "--placeholder" -> pair(name, value(name), this.placeholders);
			case "--config" -> ConfigFile.merge(ConfigFile.read(Path.of(value(name))), this.configured);
			case "--rule" -> pair(name, value(name), this.rules);
			case "--since", "--format", "--fail-on", "--color", "--jdbc-url", "--user", "--password",
					"--server-version", "--unknown", "--small-table-rows" ->
				this.single.put(name, value(name));
			default -> throw new UsageException("There is no option " + name + ". --help lists them.");
		}
	}

	private String value(String name) {
		if (this.words.isEmpty()) {
			throw new UsageException(name + " needs a value");
		}
		return this.words.removeFirst();
	}

	private static void pair(String name, String text, Map<String, String> pairs) {
		int equals = text.indexOf('=');
		if (equals < 1) {
			throw new UsageException(name + " needs NAME=VALUE, not " + text);
		}
		pairs.put(text.substring(0, equals), text.substring(equals + 1));
	}

	private Options.Database database() {
		String url = this.single.get("--jdbc-url");
		if (url != null && !url.startsWith("jdbc:postgresql:")) {
			throw new UsageException("--jdbc-url needs a URL such as jdbc:postgresql://localhost:5432/scratch");
		}
		if (url == null && (this.single.containsKey("--user") || this.single.containsKey("--password"))) {
			throw new UsageException("--user and --password go with --jdbc-url");
		}
		Long version = number("--server-version");
		return new Options.Database(url, this.single.get("--user"), this.single.get("--password"),
				(version != null) ? version.intValue() : null, this.setup);
	}

	/** What is said here comes before what is in files. */
	private GuardSettings settings() {
		Map<String, String> settings = new LinkedHashMap<>(this.configured);
		this.rules.forEach((code, mode) -> settings.put("rules." + code.toLowerCase(Locale.ROOT), mode));
		set("--unknown", "unknown", settings);
		set("--small-table-rows", "smalltablerows", settings);
		return GuardOptions.settings(settings);
	}

	private void set(String option, String name, Map<String, String> settings) {
		String value = this.single.get(option);
		if (value != null) {
			settings.put(name, value);
		}
	}

	private Options.Output output() {
		String colour = this.single.getOrDefault("--color", "auto");
		return new Options.Output(choice("--format", Options.Format.TEXT), switch (colour) {
			case "auto" -> null;
			case "always" -> true;
			case "never" -> false;
			default -> throw new UsageException("--color must be auto, always or never, not " + colour);
		});
	}

	private @Nullable Long number(String name) {
		String text = this.single.get(name);
		if (text != null && !text.matches("\\d{1,9}")) {
			throw new UsageException(name + " needs a number, not " + text);
		}
		return (text != null) ? Long.valueOf(text) : null;
	}

	private <E extends Enum<E>> E choice(String name, E otherwise) {
		String text = this.single.get(name);
		return (text != null) ? Choice.of(name, text, otherwise.getDeclaringClass()) : otherwise;
	}

}
