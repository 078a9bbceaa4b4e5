package dev.zdm.guard;

import java.sql.SQLNonTransientException;
import java.util.List;

import dev.zdm.rule.Finding;

/**
 * A statement would have blocked or broken others and was not run. The message says which
 * lock or work it would cost, what to do instead, and how to run it all the same.
 */
public final class StatementRefusedException extends SQLNonTransientException {

	private static final long serialVersionUID = 1L;

	private static final String FEATURE_NOT_SUPPORTED = "0A000";

	private final String sql;

	private final transient List<Finding> findings;

	private final String reason;

	private final String recipe;

	StatementRefusedException(String sql, List<Finding> findings, String reason, String recipe) {
		super("zdm did not run: " + sql + "\n" + reason + "\n" + recipe, FEATURE_NOT_SUPPORTED);
		this.sql = sql;
		this.findings = List.copyOf(findings);
		this.reason = reason;
		this.recipe = recipe;
	}

	/**
	 * The statement that was refused.
	 * @return its text
	 */
	public String sql() {
		return this.sql;
	}

	/**
	 * What the rules had to say.
	 * @return the findings that led to the refusal
	 */
	public List<Finding> findings() {
		return this.findings;
	}

	/**
	 * Why it was refused.
	 * @return the rules, the locks and the work
	 */
	public String reason() {
		return this.reason;
	}

	/**
	 * What to do instead, and how to override.
	 * @return text with SQL that can be pasted
	 */
	public String recipe() {
		return this.recipe;
	}

}
