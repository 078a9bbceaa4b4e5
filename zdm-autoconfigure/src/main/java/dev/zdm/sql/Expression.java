package dev.zdm.sql;

import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Expressions, which are not looked into: it only matters where one ends.
 */
final class Expression {

	/** Words that want an operand, or another word, behind them. */
	private static final Set<String> GO_ON = Set.of("is", "not", "and", "or", "from", "distinct");

	private Expression() {
	}

	/**
	 * Moves behind an expression that ends where one of these words stands as a key word.
	 * @return the expression as it was written
	 */
	static String read(Cursor cursor, Set<String> ends) {
		int from = cursor.index();
		int cases = 0;
		boolean operand = true;
		while (!cursor.atEnd() && (operand || cases > 0 || !cursor.atAny(ends))) {
			boolean name = cursor.peek(-1) != null && isDot(cursor.peek(-1)) && from < cursor.index();
			if (!name && cursor.at("case")) {
				cases++;
			}
			else if (!name && cases > 0 && cursor.at("end")) {
				cases--;
			}
			operand = goesOn(cursor, name);
			cursor.skip();
		}
		if (from == cursor.index()) {
			throw cursor.notUnderstood("an expression");
		}
		return cursor.textFrom(from);
	}

	/**
	 * Moves to the next of these words that is a key word and in no parentheses.
	 * @return whether there is one; else the cursor is at the end
	 */
	static boolean passTo(Cursor cursor, Set<String> words) {
		while (!cursor.atEnd()) {
			Token previous = cursor.peek(-1);
			if (cursor.atAny(words) && (previous == null || !(previous.isSymbol('.') || previous.is("as")))) {
				return true;
			}
			cursor.skip();
		}
		return false;
	}

	private static boolean isDot(@Nullable Token token) {
		return token != null && token.isSymbol('.');
	}

	/** Whether what stands here cannot be the end of an expression. */
	private static boolean goesOn(Cursor cursor, boolean name) {
		Token token = cursor.peek();
		if (token == null || token.kind() != Token.Kind.SYMBOL) {
			return !name && cursor.atAny(GO_ON);
		}
		return !token.isSymbol('(') && !token.isSymbol('[') && !token.isSymbol(')') && !token.isSymbol(']')
				&& !token.isSymbol('?') && !token.value().startsWith("$");
	}

}
