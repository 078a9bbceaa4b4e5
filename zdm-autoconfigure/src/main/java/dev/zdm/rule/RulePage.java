package dev.zdm.rule;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What there is to read about a rule. Every rule has a folder beside this class, named as
 * its code, with the page and three scripts; tests run all of it on live servers, so it
 * can be believed.
 *
 * @param code the rule's code
 * @param title the rule in a few words, as findings give it
 * @param since the oldest major version of PostgreSQL that the rule is about
 * @param until the newest
 * @param hazard what makes its cases dangerous
 * @param answer what zdm does with such statements unless it is configured otherwise,
 * such as {@code rewrites it}
 * @param text the whole page, in Markdown
 * @param setup SQL that makes the tables that the other scripts and the page work on
 * @param bad statements that the rule finds, each for itself; those between {@code begin}
 * and {@code commit} belong together, and the last of them is found
 * @param good statements that reach the same, or what serves the same end, without a
 * hazard, each in a transaction of its own; a {@code select} among them answers true
 */
public record RulePage(String code, String title, int since, int until, Hazard hazard, String answer, String text,
		String setup, String bad, String good) {

	private static final Pattern HEAD = Pattern.compile("""
			# (?<code>ZDM\\d{3}) (?<title>.+)

			- PostgreSQL: (?<since>\\d+) to (?<until>\\d+)
			- Hazard: (?<hazard>[a-z ]+)
			- zdm (?<answer>.+)

			""");

	/**
	 * Reads the page of a rule.
	 * @param code the rule's code, in capitals or not
	 * @return its page
	 * @throws IllegalArgumentException if there is no rule of that code; the message
	 * names all
	 */
	public static RulePage of(String code) {
		String known = code.toUpperCase(Locale.ROOT);
		if (!Rules.codes().contains(known)) {
			throw new IllegalArgumentException(
					"There is no rule " + code + ". Rules: " + String.join(", ", Rules.codes()));
		}
		String text = read(known, "page.md");
		Matcher head = HEAD.matcher(text);
		if (!head.lookingAt()) {
			throw new IllegalStateException("The page of " + known + " does not begin as it should");
		}
		return new RulePage(head.group("code"), head.group("title"), Integer.parseInt(head.group("since")),
				Integer.parseInt(head.group("until")),
				Hazard.valueOf(head.group("hazard").replace(' ', '_').toUpperCase(Locale.ROOT)), head.group("answer"),
				text, read(known, "setup.sql"), read(known, "bad.sql"), read(known, "good.sql"));
	}

	/**
	 * Whether the rule is about a version of PostgreSQL.
	 * @param majorVersion the major version, such as 18
	 * @return whether a statement can have such a finding there
	 */
	public boolean isAbout(int majorVersion) {
		return this.since <= majorVersion && majorVersion <= this.until;
	}

	private static String read(String code, String file) {
		try (InputStream in = RulePage.class.getResourceAsStream(code + "/" + file)) {
			if (in == null) {
				throw new IllegalStateException("The rule " + code + " has no " + file);
			}
			return new String(in.readAllBytes(), StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
