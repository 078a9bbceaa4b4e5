package dev.zdm.sql;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * A word to zdm in a comment of the statement: {@code -- zdm:allow ZDM020 reason="…"}.
 *
 * @param action what is asked for, such as {@code allow}
 * @param subject what it is asked for, such as a rule's code
 * @param reason why, or null when none was given
 */
public record Directive(String action, String subject, @Nullable String reason) {

	private static final Pattern SHAPE = Pattern
		.compile("\\bzdm:(?<action>[a-z]+)\\s+(?<subject>[^\\s=]+)(?:\\s+reason\\s*=\\s*\"(?<reason>[^\"]*)\")?");

	static List<Directive> in(Collection<Lexer.Comment> comments) {
		List<Directive> directives = new ArrayList<>();
		for (Lexer.Comment comment : comments) {
			Matcher matcher = SHAPE.matcher(comment.text());
			while (matcher.find()) {
				directives
					.add(new Directive(matcher.group("action"), matcher.group("subject"), matcher.group("reason")));
			}
		}
		return List.copyOf(directives);
	}

}
