package dev.zdm.sql;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * A word to zdm in a comment of the statement: {@code -- zdm:allow ZDM020 reason="…"}.
 * Several subjects, parted by commas, are as many words with the same reason. What is
 * said with {@code zdm:requires} is one subject up to the end of the line.
 *
 * @param action what is asked for, such as {@code allow}
 * @param subject what it is asked for, such as a rule's code; empty when the word stands
 * alone
 * @param reason why, or null when none was given
 */
public record Directive(String action, String subject, @Nullable String reason) {

	/** The action whose subject is a phrase. */
	public static final String REQUIRES = "requires";

	private static final String SUBJECT = "(?!reason\\s*=)[^\\s=,\"]+";

	private static final Pattern SHAPE = Pattern.compile("\\bzdm:(?<action>[a-z]+)\\b(?<subjects>(?:\\s+" + SUBJECT
			+ "(?:\\s*,\\s*" + SUBJECT + "|\\s+(?i:ZDM)\\d+\\b)*)?)(?:[\\s,]+reason\\s*=\\s*\"(?<reason>[^\"]*)\")?");

	private static final Pattern BETWEEN = Pattern.compile("[\\s,]+");

	private static final Pattern PHRASE = Pattern.compile("\\bzdm:" + REQUIRES + "\\b(?<phrase>[^\\n]*?)\\s*(?:\\*/|$)",
			Pattern.MULTILINE);

	static List<Directive> in(Collection<Lexer.Comment> comments) {
		List<Directive> directives = new ArrayList<>();
		for (Lexer.Comment comment : comments) {
			Matcher matcher = SHAPE.matcher(comment.text());
			while (matcher.find()) {
				if (matcher.group("action").equals(REQUIRES)) {
					continue;
				}
				String reason = matcher.group("reason");
				for (String subject : BETWEEN.split(matcher.group("subjects").strip())) {
					if (!subject.isEmpty() || reason != null) {
						directives.add(new Directive(matcher.group("action"), subject, reason));
					}
				}
			}
			Matcher phrases = PHRASE.matcher(comment.text());
			while (phrases.find()) {
				directives.add(new Directive(REQUIRES, phrases.group("phrase").strip(), null));
			}
		}
		return List.copyOf(directives);
	}

}
