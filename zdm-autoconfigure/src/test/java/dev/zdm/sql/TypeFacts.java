package dev.zdm.sql;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The name that PostgreSQL has for a type as it was written.
 */
final class TypeFacts {

	private static final Map<String, String> NAMES = Map.ofEntries(Map.entry("int", "int4"),
			Map.entry("integer", "int4"), Map.entry("smallint", "int2"), Map.entry("bigint", "int8"),
			Map.entry("real", "float4"), Map.entry("decimal", "numeric"), Map.entry("dec", "numeric"),
			Map.entry("boolean", "bool"), Map.entry("character", "bpchar"), Map.entry("char", "bpchar"),
			Map.entry("nchar", "bpchar"), Map.entry("national", "bpchar"));

	private static final Set<String> MODIFIED = Set.of("numeric", "varchar", "timestamp", "timestamptz", "time",
			"timetz");

	private TypeFacts() {
	}

	static String of(String written) {
		SqlText text = Script.whole(written, 0, written.length());
		List<Token> tokens = text.tokens();
		if (tokens.isEmpty()) {
			return "";
		}
		Cursor cursor = new Cursor(text);
		String set = cursor.accept("setof") ? "setof " : "";
		boolean key = cursor.atKind(Token.Kind.WORD) && !cursor.isNextSymbol('.');
		QualifiedName qualified = cursor.qualifiedName();
		String name = qualified.name();
		if (key) {
			boolean narrow = tokens.size() > 2 && tokens.get(2).value().length() < 3
					&& tokens.get(2).value().compareTo("24") <= 0;
			name = (name.equals("double") && tokens.size() > 1 && tokens.get(1).is("precision")) ? "float8"
					: name.equals("float") ? narrow ? "float4" : "float8" : NAMES.getOrDefault(name, name);
		}
		else if (qualified.schema() != null && !qualified.schema().equals("pg_catalog")) {
			name = qualified.schema() + "." + name;
		}
		String pct = cursor.acceptSymbol('%') ? "%type" : "";
		boolean varying = key && tokens.size() > 1 && tokens.stream().anyMatch((token) -> token.is("varying"))
				&& !tokens.get(0).is("varying");
		if (varying) {
			name = name.equals("bit") ? "varbit" : "varchar";
		}
		if (key && tokens.stream().anyMatch((token) -> token.is("zone"))
				&& tokens.stream().anyMatch((token) -> token.is("with"))) {
			name += "tz";
		}
		return set + name + modifiers(tokens, name) + pct + arrays(tokens);
	}

	private static String modifiers(List<Token> tokens, String name) {
		int open = 0;
		while (open < tokens.size() && !tokens.get(open).isSymbol('(')) {
			open++;
		}
		if (open == tokens.size() || !MODIFIED.contains(name)) {
			return "";
		}
		List<Token> inside = tokens.subList(open + 1, tokens.size())
			.stream()
			.takeWhile((token) -> !token.isSymbol(')'))
			.toList();
		boolean numbers = inside.stream()
			.allMatch((token) -> token.kind() == Token.Kind.NUMBER || token.isSymbol(',') || token.isSymbol('-'));
		return numbers ? inside.stream().map(Token::value).collect(Collectors.joining("", "(", ")")) : "";
	}

	private static String arrays(List<Token> tokens) {
		boolean word = tokens.stream().skip(1).anyMatch((token) -> token.is("array"));
		long brackets = tokens.stream().filter((token) -> token.isSymbol('[')).count();
		return "[]".repeat((int) (word ? 1 : brackets));
	}

}
