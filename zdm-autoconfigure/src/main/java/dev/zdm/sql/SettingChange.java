package dev.zdm.sql;

import java.util.List;

/**
 * {@code SET} or {@code RESET} of a run-time parameter, also of those that have a syntax
 * of their own.
 *
 * @param text the statement's text
 * @param local whether it ends with the transaction
 * @param reset whether the default comes back
 * @param name the parameter's name in lower case, such as {@code lock_timeout};
 * {@code all} or {@code transaction} or {@code constraints} for what has none
 * @param value the value as it was written; empty for none
 */
public record SettingChange(SqlText text, boolean local, boolean reset, String name,
		String value) implements Statement.NotDdl {

	@Override
	public String kind() {
		return this.reset ? "RESET" : "SET";
	}

	@Override
	public List<QualifiedName> relations() {
		return List.of();
	}

}
