package dev.zdm.lint.comparison;

import java.io.IOException;

/**
 * A linter of migrations.
 */
sealed interface Tool permits ZdmLint, Squawk, Pgfence {

	/** Its name and version. */
	String name() throws IOException, InterruptedException;

	/** What it says about a script that is run in one transaction. */
	Opinion of(Sample sample) throws IOException, InterruptedException;

	/**
	 * The statements that other linters ask for in every script, so that they do not
	 * matter.
	 */
	static String withTimeouts(String sql) {
		return """
				set lock_timeout = '2s';
				set statement_timeout = '5min';
				set application_name = 'migration';
				set idle_in_transaction_session_timeout = '30s';
				%s;
				""".formatted(sql);
	}

}
