package dev.zdm.guard;

import dev.zdm.rule.Finding;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of a finding.
 *
 * @param finding the finding
 * @param heeded whether the statement must not simply be run because of it
 * @param allowance why it may be run, or null when it is heeded or is only a remark
 */
record Ruling(Finding finding, boolean heeded, @Nullable Allowance allowance) {
}
