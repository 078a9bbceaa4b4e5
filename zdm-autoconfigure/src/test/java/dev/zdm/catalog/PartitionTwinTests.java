package dev.zdm.catalog;

import java.sql.SQLException;
import java.util.List;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * PostgreSQL says whether constraints prove a partition's bound; that it then reads, or
 * does not read, the rows is for the proof suite.
 */
class PartitionTwinTests {

	private static Database database;

	@BeforeAll
	static void create() throws SQLException {
		database = new Database();
		database.run("create table days (id int, day int) partition by range (day)",
				"create table days_1 partition of days for values from (0) to (10)",
				"create table days_rest partition of days default",
				"alter table days_rest add constraint not_twenties check (day is not null and (day < 20 or day >= 30))",
				"create table plain (id int, day int)",
				"create table proved (id int, day int, check (day is not null and day >= 20 and day < 25))",
				"create table nullable (id int, day int, check (day >= 20 and day < 25))",
				"create table later (id int, day int)",
				"alter table later add constraint bound check (day is not null and day >= 20 and day < 25) not valid",
				"create table hashed (id int) partition by hash (id)", "create table bare (id int)",
				"create table hash_proved (id int)", "create table words (word varchar(9)) partition by list (word)",
				"create table words_rest partition of words default",
				"create table top (id int, kind text not null) partition by list (kind)",
				"create table top_a partition of top for values in ('a') partition by range (id)",
				"create table half (id int not null, kind text not null, check (id >= 0 and id < 5))",
				"create table whole (id int not null, kind text not null, check (id >= 0 and id < 5 and kind = 'a'))");
	}

	@AfterAll
	static void drop() {
		database.close();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			alter table days attach partition plain for values from (20) to (30)    | false | true
			alter table days attach partition proved for values from (20) to (30)   | true  | true
			alter table days attach partition nullable for values from (20) to (30) | false | true
			alter table days attach partition later for values from (20) to (30)    | false | true
			alter table days attach partition proved for values from (15) to (30)   | true  | false
			alter table days attach partition plain for values from (90) to (99)    | false | false
			create table d2 partition of days for values from (20) to (30)          | true  | true
			create table d2 partition of days for values from (90) to (99)          | true  | false
			create table h1 partition of hashed for values with (modulus 2, remainder 0) | true | true
			alter table hashed attach partition bare for values with (modulus 2, remainder 0) | false | true
			alter table top_a attach partition half for values from (0) to (5)      | false | true
			alter table top_a attach partition whole for values from (0) to (5)     | true  | true
			alter table days attach partition nowhere for values from (20) to (30)  | false | false
			""")
	void knowsWhatIsProved(String sql, boolean proved, boolean excluded) throws SQLException {
		Facts.Bounds bounds = database.facts(sql).bounds();
		assertThat(bounds).isNotNull();
		assertThat(List.of(bounds.proved(), bounds.excluded())).containsExactly(proved, excluded);
		assertThat(database.strings("select relname from pg_class where relname like 'zdm%'")).isEmpty();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '"',
			textBlock = """
					alter table days attach partition plain for values from (20) to (30) | ((day IS NOT NULL) AND (day >= 20) AND (day < 30)) | (NOT ((day IS NOT NULL) AND ((day >= 20) AND (day < 30))))
					alter table hashed attach partition bare for values with (modulus 2, remainder 0) | satisfies_hash_partition('hashed'::regclass, 2, 0, id) |
					alter table hashed attach partition hash_proved for values with (modulus 2, remainder 1) | satisfies_hash_partition('hashed'::regclass, 2, 1, id) |
					alter table top attach partition half default | (NOT ((kind IS NOT NULL) AND (kind = 'a'::text))) |
					create table d2 partition of days for values from (20) to (30) | ((day IS NOT NULL) AND (day >= 20) AND (day < 30)) | (NOT ((day IS NOT NULL) AND ((day >= 20) AND (day < 30))))
					create table d3 partition of words for values in ('x', null) | ((word IS NULL) OR ((word)::text = 'x'::character varying(9))) | (NOT ((word IS NULL) OR ((word)::text = 'x'::character varying(9))))
					""")
	void saysWhatHoldsForTheRows(String sql, String condition, String exclusion) throws SQLException {
		NewPartition made = database.facts(sql).bounds().made();
		assertThat(made).isNotNull();
		String hashed = database.strings("select 'hashed'::regclass::oid::text").get(0);
		assertThat(made.condition()).isEqualTo(condition.replace("'hashed'::regclass", "'" + hashed + "'::oid"));
		assertThat(made.exclusion()).isEqualTo(exclusion);
	}

	@Test
	void aCheckOfTheHashIsAProof() throws SQLException {
		String hashed = database.strings("select 'hashed'::regclass::oid::text").get(0);
		database.run("alter table hash_proved drop constraint if exists c",
				"alter table hash_proved add constraint c check (satisfies_hash_partition('" + hashed
						+ "'::oid, 2, 1, id))");
		assertThat(database
			.facts("alter table hashed attach partition hash_proved for values with (modulus 2, remainder 1)")
			.bounds()
			.proved()).isTrue();
	}

	@Test
	void isAskedOnlyWhereAPartitionIsMade() throws SQLException {
		for (String sql : List.of("alter table days add x int", "alter table days detach partition plain",
				"create table other (id int)", "alter table plain add x int")) {
			assertThat(database.facts(sql).bounds()).as(sql).isNull();
		}
	}

}
