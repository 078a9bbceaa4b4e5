package dev.zdm.lint;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import dev.zdm.guard.GuardSettings;
import dev.zdm.guard.Judge.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * What the user asked for.
 *
 * @param scripts the files and folders to judge, in the order given
 * @param placeholders values of placeholders by name
 * @param since the last version that is not judged, or null
 * @param execute whether scripts are run after they are judged
 * @param database where they are run
 * @param settings what the guard would be configured with
 * @param output how to report
 * @param failOn which verdicts make the program fail
 */
record Options(List<Path> scripts, Map<String, String> placeholders, @Nullable String since, boolean execute,
		Database database, GuardSettings settings, Output output, FailOn failOn) {

	Options {
		scripts = List.copyOf(scripts);
		placeholders = Map.copyOf(placeholders);
	}

	/**
	 * A scratch database.
	 *
	 * @param url where it is, or null for one in an embedded server
	 * @param user the user, or null
	 * @param password the password, or null
	 * @param version the major version that the server must have, or null for any
	 * @param setup the scripts that are run before all others, unjudged
	 */
	record Database(@Nullable String url, @Nullable String user, @Nullable String password, @Nullable Integer version,
			List<Path> setup) {

		Database {
			setup = List.copyOf(setup);
		}

	}

	/**
	 * How to report.
	 *
	 * @param format the format
	 * @param colour whether to use colours; null when the terminal shall decide
	 */
	record Output(Format format, @Nullable Boolean colour) {
	}

	/**
	 * What a report is made for.
	 */
	enum Format {

		/** People. */
		TEXT,
		/** Programs. */
		JSON,
		/** Code scanning, such as GitHub's. */
		SARIF,
		/** The annotations of GitHub Actions. */
		GITHUB

	}

	/**
	 * Which verdicts make the program fail.
	 */
	enum FailOn {

		/** What the guard refuses. */
		REFUSE,
		/** Also what it would run in another way. */
		REWRITE,
		/** None. */
		NEVER;

		boolean fails(Outcome outcome) {
			return switch (this) {
				case REFUSE -> outcome == Outcome.REFUSE;
				case REWRITE -> outcome == Outcome.REFUSE || outcome == Outcome.REWRITE;
				case NEVER -> false;
			};
		}

	}

}
