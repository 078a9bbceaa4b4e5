package dev.zdm.lint;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

import dev.zdm.guard.Judge;
import org.jspecify.annotations.Nullable;

/**
 * The program: judges migration scripts as zdm's guard would.
 */
public final class Lint {

	private static final int CLEAN = 0;

	private static final int FINDINGS = 1;

	private static final int WRONG_USE = 2;

	/** Kept, since loggers that nobody keeps lose their level. */
	private static final Logger DRIVER = Logger.getLogger("org.postgresql");

	private final PrintStream out;

	private final PrintStream err;

	Lint(PrintStream out, PrintStream err) {
		this.out = out;
		this.err = err;
	}

	/**
	 * Runs the program and ends the JVM: with 0 if there is nothing to report, 1 if there
	 * are findings, 2 for wrong use or a script that the server rejects.
	 * @param args the command line
	 */
	public static void main(String[] args) {
		PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), false, StandardCharsets.UTF_8);
		PrintStream err = new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
		DRIVER.setLevel(Level.OFF);
		int status = new Lint(out, err).run(args);
		out.flush();
		System.exit(status);
	}

	/** The version of this program. */
	static String version() {
		String version = Lint.class.getPackage().getImplementationVersion();
		return (version != null) ? version : "development";
	}

	int run(String... args) {
		List<String> words = Arrays.asList(args);
		if (words.contains("--help") || words.contains("-h")) {
			this.out.print(CommandLine.USAGE);
			return CLEAN;
		}
		if (words.contains("--version")) {
			this.out.println("zdm-lint " + version());
			return CLEAN;
		}
		try {
			if (words.contains("--rules")) {
				this.out.print(RuleBook.list());
				return CLEAN;
			}
			String explained = explained(words);
			if (explained != null) {
				this.out.print(RuleBook.explain(explained));
				return CLEAN;
			}
			return run(CommandLine.parse(args));
		}
		catch (UsageException ex) {
			this.err.println("zdm-lint: " + ex.getMessage());
		}
		catch (SQLException ex) {
			this.err.println("zdm-lint: the database cannot be used: " + ex.getMessage());
		}
		catch (RuntimeException ex) {
			this.err.println("zdm-lint failed, which is a bug in it:");
			ex.printStackTrace(this.err);
		}
		return WRONG_USE;
	}

	/** The rule that is asked for, or null. */
	private static @Nullable String explained(List<String> words) {
		for (int i = 0; i < words.size(); i++) {
			if (words.get(i).startsWith("--explain=")) {
				return words.get(i).substring("--explain=".length());
			}
			if (words.get(i).equals("--explain")) {
				return (i + 1 < words.size()) ? words.get(i + 1) : "";
			}
		}
		return null;
	}

	private int run(Options options) throws SQLException {
		long started = System.nanoTime();
		Migrations finder = new Migrations(new ScriptFiles(new Placeholders(options.placeholders())));
		List<Migration> migrations = finder.in(options.scripts());
		Since since = new Since(options.since(), migrations);
		if (!options.execute() && migrations.size() > 1) {
			throw new UsageException("--no-execute judges one script; there are " + migrations.size()
					+ ". Put what is there before into --setup.");
		}
		try (ScratchDatabase database = ScratchDatabase.open(options.database());
				Replay replay = new Replay(new Judge(options.settings()), options.execute(), database,
						(warning) -> this.err.println("zdm-lint: warning: " + warning))) {
			ScriptRejectedException rejection = replay(options, finder, migrations, since, database, replay);
			Run run = new Run(replay.judged(), migrations.size(), rejection, database.version(),
					Duration.ofNanos(System.nanoTime() - started));
			return report(options, run);
		}
	}

	private @Nullable ScriptRejectedException replay(Options options, Migrations finder, List<Migration> migrations,
			Since since, ScratchDatabase database, Replay replay) throws SQLException {
		Progress progress = new Progress(this.err, migrations.size(), Terminal.isThere());
		try {
			Setup.run(options.database().setup(), finder, database);
			for (int i = 0; i < migrations.size(); i++) {
				progress.at(i + 1, migrations.get(i).id());
				replay.run(migrations.get(i), since.judges(migrations.get(i)));
			}
			return null;
		}
		catch (ScriptRejectedException ex) {
			return ex;
		}
		finally {
			progress.end();
		}
	}

	private int report(Options options, Run run) {
		Options.Output output = options.output();
		Report report = switch (output.format()) {
			case TEXT -> new TextReport(new Colours(Terminal.hasColours(output.colour())));
			case JSON -> new JsonReport();
			case SARIF -> new SarifReport();
			case GITHUB -> new GithubReport();
		};
		this.out.print(report.of(run));
		ScriptRejectedException rejection = run.rejection();
		if (rejection != null) {
			if (output.format() != Options.Format.TEXT) {
				this.err.println("%s:%d:%d: error: %s".formatted(rejection.file().name(), rejection.position().line(),
						rejection.position().column(), rejection.explanation()));
			}
			return WRONG_USE;
		}
		boolean fails = run.statements().stream().anyMatch((each) -> options.failOn().fails(each.outcome()));
		return fails ? FINDINGS : CLEAN;
	}

}
