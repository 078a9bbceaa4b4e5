package dev.zdm.guard;

import org.jspecify.annotations.Nullable;

/**
 * Why a statement is run as it stands in spite of a finding: the user said so.
 *
 * @param code the rule's code
 * @param by where the user said it, such as {@code zdm:allow} or {@code zdm.guard.rules}
 * @param reason the reason that the user gave, or null when none is asked for there
 */
public record Allowance(String code, String by, @Nullable String reason) {

	@Override
	public String toString() {
		return this.code + ": " + ((this.reason != null) ? this.reason + " (" + this.by + ")" : this.by);
	}

}
