package dev.zdm.sql;

import java.util.List;
import java.util.Optional;
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

	static List<Directive> in(List<Lexer.Comment> comments) {
		return comments.stream().map((comment) -> parse(comment.text())).flatMap(Optional::stream).toList();
	}

	private static Optional<Directive> parse(String comment) {
		Matcher matcher = SHAPE.matcher(comment);
		return matcher.find()
				? Optional.of(new Directive(matcher.group("action"), matcher.group("subject"), matcher.group("reason")))
				: Optional.empty();
	}

}
