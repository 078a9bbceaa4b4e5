package dev.zdm.proof;

/**
 * A statement to try.
 *
 * @param group what it is an example of: the text that it was made from
 * @param sql the statement
 */
record ProofCase(String group, String sql) {

}
