package dev.zdm.lint;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static dev.zdm.lint.Linted.script;
import static org.assertj.core.api.Assertions.assertThat;

class OrderTests {

	@TempDir
	Path folder;

	private final Migrations migrations = new Migrations(new ScriptFiles(new Placeholders(Map.of())));

	private List<String> order(String... names) {
		for (String name : names) {
			script(this.folder, name, "select 1");
		}
		return this.migrations.in(List.of(this.folder)).stream().map(Migration::id).toList();
	}

	@Test
	void versionsCountAsNumbers() {
		assertThat(order("V10__a.sql", "V2__b.sql", "V1.1__c.sql", "V1__d.sql", "V1_0_5__e.sql", "R__b.sql", "R__a.sql",
				"V20260131120000__f.sql", "U1__d.sql", "afterMigrate.sql"))
			.containsExactly("V1__d.sql", "V1_0_5__e.sql", "V1.1__c.sql", "V2__b.sql", "V10__a.sql",
					"V20260131120000__f.sql", "R__a.sql", "R__b.sql");
	}

	@Test
	void theLatestBaselineStandsForAllBefore() {
		assertThat(order("V1__a.sql", "V2__b.sql", "B2__ab.sql", "B1__a.sql", "V3__c.sql"))
			.containsExactly("B2__ab.sql", "V3__c.sql");
	}

	@Test
	void otherNamesAreOrderedAsPeopleDo() {
		assertThat(order("10_b.sql", "2_a.sql", "1_c.sql")).containsExactly("1_c.sql", "2_a.sql", "10_b.sql");
	}

	@Test
	void filesAreRunAsGiven() {
		Path second = Path.of(script(this.folder, "b.sql", "select 1"));
		Path first = Path.of(script(this.folder, "a.sql", "select 1"));
		assertThat(this.migrations.in(List.of(second, first))).extracting(Migration::id)
			.containsExactly("b.sql", "a.sql");
	}

	@Test
	void statementsAreFoundBehindCommentsThatLookAlike() {
		SourceFile file = new SourceFile("x.sql", """
				select 1; -- select 2;
				/* select 2; /* select 2 */ select 2; */;
				  select 2
				  ;select 2""");
		assertThat(ScriptStatement.in(file, 0, file.text().length())).extracting(ScriptStatement::position)
			.containsExactly(new Position(1, 1), new Position(3, 3), new Position(4, 4));
	}

}
