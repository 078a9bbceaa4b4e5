package dev.zdm.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Finds the statements in the block of a {@code DO}.
 */
final class DoParser {

	/** Words of PL/pgSQL behind which a statement may begin. */
	private static final Set<String> BEFORE_STATEMENT = Set.of("begin", "then", "else", "loop");

	/** What matters in a block besides DDL. */
	private static final Set<String> OTHERS = Set.of("insert", "update", "delete", "merge", "with", "lock", "analyze",
			"set", "reset", "commit", "rollback");

	/** Blocks within blocks are looked into no deeper than this. */
	private static final int DEEPEST = 4;

	private final int depth;

	private final List<Statement> statements = new ArrayList<>();

	private boolean dynamic;

	private DoParser(int depth) {
		this.depth = depth;
	}

	static Statement parse(SqlText text, Cursor cursor, int depth) {
		cursor.expect("do");
		String language = "plpgsql";
		List<Token> bodies = new ArrayList<>();
		while (!cursor.atEnd()) {
			if (cursor.accept("language")) {
				language = cursor.atKind(Token.Kind.STRING) ? Literal.read(cursor) : cursor.name();
			}
			else if (cursor.atKind(Token.Kind.STRING)) {
				bodies.add(cursor.peek());
				cursor.skip();
			}
			else {
				throw cursor.notUnderstood("a block");
			}
		}
		DoParser parser = new DoParser(depth);
		boolean understood = language.toLowerCase(Locale.ROOT).equals("plpgsql") && depth < DEEPEST;
		for (Token body : bodies) {
			if (understood) {
				parser.block(lex(text, body));
			}
			parser.dynamic |= !understood || bodies.size() > 1;
		}
		return new DoBlock(text, language, List.copyOf(parser.statements), parser.dynamic);
	}

	/** The tokens of a body, at their places in the source where quotes allow that. */
	private static SqlText lex(SqlText text, Token body) {
		if (body.value().startsWith("$")) {
			int tag = body.value().indexOf('$', 1) + 1;
			return Script.whole(text.source(), body.start() + tag, Math.max(body.start() + tag, body.end() - tag));
		}
		String content = Literal.content(body.value());
		return Script.whole(content, 0, content.length());
	}

	private void block(SqlText body) {
		Cursor cursor = new Cursor(body);
		boolean begins = true;
		boolean declares = false;
		while (!cursor.atEnd()) {
			declares = (declares || cursor.at("declare")) && !cursor.at("begin");
			if (begins && !declares && (cursor.at("execute") || isSql(cursor))) {
				statement(body, cursor);
			}
			else {
				this.dynamic |= cursor.at("execute") && !follows(cursor, '.');
				begins = cursor.atAny(BEFORE_STATEMENT) || cursor.atSymbol(';')
						|| (cursor.atSymbol('>') && follows(cursor, '>'));
				cursor.advance();
			}
		}
	}

	private static boolean isSql(Cursor cursor) {
		Token next = cursor.peek(1);
		boolean assigned = next != null
				&& (next.isSymbol(':') || next.isSymbol('=') || next.isSymbol('[') || next.isSymbol('.'));
		return !assigned && (cursor.atAny(StatementParser.DDL) || cursor.atAny(OTHERS));
	}

	private static boolean follows(Cursor cursor, char symbol) {
		Token previous = cursor.peek(-1);
		return previous != null && previous.isSymbol(symbol);
	}

	/** Reads a statement up to its semicolon, which stays. */
	private void statement(SqlText body, Cursor cursor) {
		int from = cursor.index();
		while (!cursor.atEnd() && !cursor.atSymbol(';')) {
			cursor.skip();
		}
		if (body.tokens().get(from).is("execute")) {
			executed(body, from, cursor.index());
		}
		else {
			this.statements.add(StatementParser.parse(body.part(from, cursor.index()), this.depth + 1));
		}
	}

	/** A plain literal is as good as the statement itself. */
	private void executed(SqlText body, int from, int to) {
		boolean literal = to > from + 1 && body.tokens().get(from + 1).kind() == Token.Kind.STRING && (to == from + 2
				|| body.tokens().get(from + 2).is("using") || body.tokens().get(from + 2).is("into"));
		if (!literal) {
			this.dynamic = true;
			return;
		}
		for (SqlText executed : Script.split(Literal.content(body.tokens().get(from + 1).value()))) {
			this.statements.add(StatementParser.parse(executed, this.depth + 1));
		}
	}

}
