package dev.zdm.rule;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.zdm.catalog.Database;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.yaml.snakeyaml.Yaml;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a refusal says to do instead works when it is pasted, while rows come and go.
 */
class RecipeTests {

	private static final Pattern BACKFILL = Pattern.compile("(?m)^  (zdm\\.backfills\\.(\\S+): .*)$");

	@ParameterizedTest
	@CsvSource(delimiter = ';', quoteCharacter = '`', textBlock = """
			alter table "Or ders" alter "To tal" type bigint using "To tal" * 100 ; "To tal"
			alter table "Or ders" alter email type varchar(7) using lower(email) ; email
			alter table "Or ders" alter id type bigint ; id
			alter table "Or ders" add x numeric generated always as ("To tal" * 2 + id) stored ; x
			alter table "Or ders" add "x-y" text generated always as ('it''s ' || email) stored ; "x-y"
			""")
	void aColumnOfAnotherTypeComesToHoldWhatTheStatementWouldHaveMade(String sql, String column) throws SQLException {
		try (Database plain = new Database(); Database pasted = new Database()) {
			begin(plain);
			begin(pasted);
			String recipe = recipe(pasted, sql);
			Matcher backfill = BACKFILL.matcher(recipe);
			assertThat(backfill.find()).as(recipe).isTrue();
			pasted.run(sqlIn(recipe.substring(0, backfill.start())));
			write(pasted, "during");
			pasted.run(update(backfill.group(1)));
			pasted.run(sqlIn(recipe.substring(backfill.end())));
			write(plain, "during");
			plain.run(sql);
			if (sql.contains("generated")) {
				write(plain, "after");
				write(pasted, "after");
			}
			String rows = "select id || ' ' || coalesce(" + column + "::text, '') from \"Or ders\" order by id";
			assertThat(pasted.strings(rows)).isEqualTo(plain.strings(rows));
			String type = "select pg_typeof(" + column + ")::text from \"Or ders\" limit 1";
			assertThat(pasted.strings(type)).isEqualTo(plain.strings(type));
		}
	}

	private static void begin(Database database) throws SQLException {
		database.run("create table \"Or ders\" (id int not null, email text, \"To tal\" numeric)",
				"insert into \"Or ders\" select n, 'E' || n, n from generate_series(1, 20) n");
	}

	private static void write(Database database, String email) throws SQLException {
		database.run("insert into \"Or ders\" select max(id) + 1, '" + email + "', 7 from \"Or ders\"",
				"update \"Or ders\" set \"To tal\" = 9 where id = 3");
	}

	private static String recipe(Database database, String sql) throws SQLException {
		try (Connection connection = database.connect()) {
			return Rules.judge(Database.parse(sql), Database.facts(connection, sql)).get(0).wayOut();
		}
	}

	/** What is indented is to be pasted. */
	private static String sqlIn(String text) {
		return String.join("\n", text.lines().filter((line) -> line.startsWith("  ")).toList());
	}

	private static String update(String yaml) {
		Map<String, Map<String, Object>> read = new Yaml().load(yaml);
		Map<String, Object> backfill = read.values().iterator().next();
		Map<?, ?> set = (Map<?, ?>) backfill.get("set");
		Map.Entry<?, ?> value = List.copyOf(set.entrySet()).get(0);
		return "update " + backfill.get("table") + " set " + value.getKey() + " = (" + value.getValue() + ") where "
				+ backfill.get("where");
	}

}
