package dev.zdm.sql;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

import dev.zdm.test.PostgresCluster;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class IdentifierTests {

	@ParameterizedTest
	@ValueSource(strings = { "plain", "Folded", "ÄRGER", "\"ÄRger\"", "\"with \"\"quotes\"\" and . dots\"", "a$1",
			"an_identifier_that_is_longer_than_the_sixty_three_bytes_which_are_kept",
			"ä_long_identifier_that_is_cut_inside_a_character_of_two_bytes_ääääää",
			"\"A quoted identifier is cut as well, at the same sixty-three bytes as others\"",
			"\"𝄞𝄞𝄞𝄞𝄞𝄞𝄞𝄞𝄞𝄞𝄞𝄞𝄞𝄞𝄞𝄞\"", "U&\"d\\0061t\\+000061 \\\\\"", "u&\"\\D834\\DD1E\"" })
	void meansWhatTheServerReadsInIt(String identifier) throws SQLException {
		try (Connection connection = PostgresCluster.shared().primary().connect();
				Statement statement = connection.createStatement()) {
			statement.execute("create temporary table " + identifier + " (id int)");
			try (ResultSet row = statement.executeQuery(
					"select relname from pg_class where relkind = 'r' and relnamespace = pg_my_temp_schema()")) {
				row.next();
				assertThat(dropped(identifier)).isEqualTo(QualifiedName.of(row.getString(1)));
			}
		}
	}

	@Test
	void isQuotedWhereTheServerWouldQuoteIt() throws SQLException {
		try (Connection connection = PostgresCluster.shared().primary().connect();
				Statement statement = connection.createStatement();
				ResultSet row = statement.executeQuery("""
						select word, quote_ident(word) from (select word from pg_get_keywords()
						union all values ('plain'), ('Mixed'), ('1st'), ('_x9'), ('a b'), ('a"b'), ('ä'), ('')) words
						""")) {
			while (row.next()) {
				String quoted = QualifiedName.quoteIfNeeded(row.getString(1));
				if (row.getString(2).startsWith("\"")) {
					assertThat(quoted).isEqualTo(row.getString(2));
				}
				else {
					assertThat(quoted).as("known to be reserved by some version")
						.isIn(row.getString(2), '"' + row.getString(1) + '"');
				}
			}
		}
	}

	@Test
	void leavesADatabaseAndKeepsASchema() {
		assertThat(dropped("\"My.Shop\" . \"Or\"\"ders\"")).isEqualTo(new QualifiedName("My.Shop", "Or\"ders"));
		assertThat(dropped("db.Shop.Orders")).isEqualTo(new QualifiedName("shop", "orders"));
	}

	@Test
	void saysHowItIsWritten() {
		QualifiedName name = new QualifiedName("My.Shop", "Or\"ders");
		assertThat(name.quoted()).isEqualTo("\"My.Shop\".\"Or\"\"ders\"").isEqualTo(name.toString());
		assertThat(new QualifiedName("shop", "user")).hasToString("shop.\"user\"");
		assertThat(new QualifiedName("shop", "orders").sibling("i").quoted()).isEqualTo("\"shop\".\"i\"");
	}

	private static QualifiedName dropped(String identifier) {
		dev.zdm.sql.Statement statement = StatementParser.parse(Script.split("drop index " + identifier).get(0));
		assertThat(statement).isInstanceOf(dev.zdm.sql.Statement.DropIndex.class);
		List<QualifiedName> names = statement.relations();
		assertThat(names).hasSize(1);
		return names.get(0);
	}

}
