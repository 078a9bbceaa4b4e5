package dev.zdm.catalog;

import java.io.IOException;
import java.io.StringReader;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collections;
import java.util.OptionalLong;

import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.xpath.XPathConstants;
import javax.xml.xpath.XPathExpressionException;
import javax.xml.xpath.XPathFactory;

import dev.zdm.sql.SqlText;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

/**
 * How many rows a statement will write, as the server guesses: {@code EXPLAIN} plans it
 * and runs nothing.
 */
public final class WriteEstimate {

	private static final String FORGET = "deallocate zdm_estimate";

	private static final String SAVEPOINT = "savepoint zdm_estimate";

	private static final String UNDO = "rollback to savepoint zdm_estimate; release savepoint zdm_estimate";

	/** What is written is what comes out of the plan below; a WITH may write, too. */
	private static final String WRITTEN = "//*[local-name()='Plan'][*[local-name()='Node-Type']='ModifyTable']"
			+ "/*[local-name()='Plans']/*[local-name()='Plan'][*[local-name()='Parent-Relationship']='Outer']"
			+ "/*[local-name()='Plan-Rows']";

	private WriteEstimate() {
	}

	/**
	 * Asks the server.
	 * @param connection the connection that will run the statement; it is left in the
	 * transaction that it was in, and the locks of planning are given back
	 * @param text the statement, which may have question marks for parameters
	 * @return the rows, all parts of the statement together; empty when the server cannot
	 * say, as of a statement that is wrong
	 * @throws SQLException if the connection cannot be used
	 */
	public static OptionalLong of(Connection connection, SqlText text) throws SQLException {
		TransactionState state = TransactionState.of(connection);
		if (state == TransactionState.FAILED) {
			return OptionalLong.empty();
		}
		SqlText.Numbered numbered = text.numbered();
		OptionalLong rows = undone(connection, state, (asking) -> explain(asking, text.text()));
		if (rows.isPresent() || numbered.parameters() == 0) {
			return rows;
		}
		rows = undone(connection, state, (asking) -> explain(asking, numbered));
		return rows.isPresent() ? rows : undone(connection, state, WriteEstimate::forget);
	}

	/** What is prepared outlives the rollback. */
	private static OptionalLong forget(Statement asking) throws SQLException {
		asking.execute(FORGET);
		return OptionalLong.empty();
	}

	private static OptionalLong explain(Statement asking, String what) throws SQLException {
		try (ResultSet plan = asking.executeQuery("explain (format xml) " + what)) {
			return plan.next() ? rows(plan.getString(1)) : OptionalLong.empty();
		}
	}

	/** A generic plan is the same for all parameters. */
	private static OptionalLong explain(Statement asking, SqlText.Numbered numbered) throws SQLException {
		asking.execute("set local plan_cache_mode = force_generic_plan");
		asking.execute("prepare zdm_estimate as " + numbered.text());
		String nulls = String.join(", ", Collections.nCopies(numbered.parameters(), "null"));
		OptionalLong rows = explain(asking, "execute zdm_estimate(" + nulls + ")");
		asking.execute(FORGET);
		return rows;
	}

	/** Asks in a transaction, or a savepoint, of which nothing is left. */
	private static OptionalLong undone(Connection connection, TransactionState state, Question question)
			throws SQLException {
		boolean autoCommit = connection.getAutoCommit();
		boolean open = state == TransactionState.OPEN;
		if (!open && autoCommit) {
			connection.setAutoCommit(false);
		}
		try (Statement asking = connection.createStatement()) {
			asking.setEscapeProcessing(false);
			if (open) {
				asking.execute(SAVEPOINT);
			}
			try {
				return question.ask(asking);
			}
			catch (SQLException ex) {
				return OptionalLong.empty();
			}
			finally {
				if (open) {
					asking.execute(UNDO);
				}
				else {
					connection.rollback();
				}
			}
		}
		finally {
			if (!open && autoCommit && !connection.isClosed()) {
				connection.setAutoCommit(true);
			}
		}
	}

	private static OptionalLong rows(String plan) throws SQLException {
		try {
			DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
			factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
			factory.setNamespaceAware(true);
			NodeList found = (NodeList) XPathFactory.newInstance()
				.newXPath()
				.evaluate(WRITTEN, factory.newDocumentBuilder().parse(new InputSource(new StringReader(plan))),
						XPathConstants.NODESET);
			long rows = 0;
			for (int i = 0; i < found.getLength(); i++) {
				rows += Math.round(Double.parseDouble(found.item(i).getTextContent()));
			}
			return (found.getLength() > 0) ? OptionalLong.of(rows) : OptionalLong.empty();
		}
		catch (ParserConfigurationException | SAXException | IOException | XPathExpressionException ex) {
			throw new SQLException("The server's plan cannot be read", ex);
		}
	}

	private interface Question {

		OptionalLong ask(Statement asking) throws SQLException;

	}

}
