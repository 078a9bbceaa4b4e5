package dev.zdm.journal;

import java.sql.SQLException;
import java.util.regex.Pattern;

/**
 * What the server said of a failure, without values of the application: fit for the
 * journal, endpoints and logs.
 */
public final class ServerMessage {

	private static final Pattern QUOTED = Pattern.compile("\".*\"|'.*'", Pattern.DOTALL);

	private ServerMessage() {
	}

	/**
	 * The message without values: its first line only, as details hold the row; no quoted
	 * text where it is a value (class 22, data exception); nothing of what functions and
	 * triggers raise (P0).
	 * @param failure what the driver threw
	 * @return one line
	 */
	public static String of(SQLException failure) {
		String state = failure.getSQLState();
		String message = failure.getMessage();
		if (message == null || state == null || state.isEmpty()) {
			return "no connection";
		}
		if (state.startsWith("P0")) {
			return "raised by a trigger or function; the server's log says more";
		}
		String line = message.lines().findFirst().orElse("");
		String bare = line.startsWith("ERROR: ") ? line.substring("ERROR: ".length()) : line;
		return state.startsWith("22") ? QUOTED.matcher(bare).replaceAll("…") : bare;
	}

}
