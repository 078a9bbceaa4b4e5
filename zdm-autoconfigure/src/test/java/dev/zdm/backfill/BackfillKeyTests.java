package dev.zdm.backfill;

import java.time.Duration;
import java.util.stream.Stream;

import dev.zdm.test.PostgresCluster;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Every row exactly once, whatever the key.
 */
class BackfillKeyTests {

	private static Shop shop;

	@BeforeAll
	static void open() {
		shop = new Shop(PostgresCluster.shared().primary());
	}

	@AfterAll
	static void close() {
		shop.close();
	}

	static Stream<Arguments> keys() {
		return Stream.of(key("int", "id int primary key", "g - 500"),
				key("sparse", "id bigint primary key",
						"(g::bigint * g * g * 7919) * case when g % 2 = 0 then 1 else -1 end"),
				key("uuid", "id uuid primary key", "md5(g::text)::uuid"),
				key("text", "id text primary key",
						"(array['a', 'B', 'é', 'Z', '_', '\\', '''', '-', ' '])[g % 9 + 1] || md5(g::text) || E'\\\\ ''x'"),
				key("text_c", "id text collate \"C\" primary key", "chr(65 + g % 60) || g"),
				key("text_icu", "id text collate \"und-x-icu\" primary key", "chr(65 + g % 60) || g"),
				key("text_index", "id text not null, unique (id)", "chr(65 + g % 60) || g"),
				key("char", "id char(8) primary key", "g::text"), key("numeric", "id numeric primary key", "g / 7.0"),
				key("float", "id float8 primary key", "sin(g)"),
				key("timestamp", "id timestamp primary key",
						"timestamp '2020-01-01' + g * interval '1.000003 seconds'"),
				key("timestamptz", "id timestamptz primary key",
						"timestamptz '2020-10-25 00:00+00' + g * interval '7.000001 seconds'"),
				key("date", "id date primary key", "date '1999-01-01' + g"),
				key("bytea", "id bytea primary key", "decode(md5(g::text), 'hex')"),
				key("composite", "a int, b text, primary key (a, b)", "g % 7, g::text"),
				key("mixed", "a timestamptz, b uuid, c int, primary key (c, a, b)",
						"timestamptz '2020-01-01' + (g % 3) * interval '1 day', md5(g::text)::uuid, g % 5"),
				key("downwards", "id int not null", "g"), key("odd_name", "\"array\" int primary key", "g"),
				key("texts", "id varchar(40)[] primary key", "array[g::text]"),
				key("own_collation", "id text not null", "chr(65 + g % 60) || g"));
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("keys")
	void walksAlong(String name, String columns, String values) {
		shop.execute("create table k_%s (%s, counter int not null default 0)".formatted(name, columns));
		if (name.equals("downwards")) {
			shop.execute("create unique index on k_downwards (id desc)");
		}
		if (name.equals("own_collation")) {
			shop.execute("create unique index on k_own_collation (id text_pattern_ops)");
			shop.execute("create unique index on k_own_collation (id collate \"und-x-icu\")");
		}
		shop.execute("insert into k_%s select %s from generate_series(1, 1000) g".formatted(name, values));
		count("count-" + name, "k_" + name);
		assertThat(shop.count("k_" + name + " where counter = 1")).isEqualTo(1000);
		assertThat(shop.progress("count-" + name).rowsDone()).isEqualTo(1000);
		compute("compute-" + name, "k_" + name);
		assertThat(shop.count("k_" + name + " where counter = 2")).isEqualTo(1000);
		assertThat(shop.progress("compute-" + name).rowsDone()).isEqualTo(1000);
	}

	@Test
	void walksAlongAnEnum() {
		shop.execute("create type size as enum ('small', 'large', 'huge', 'Big ''un')");
		shop.execute("create table k_enum (id size, n int, counter int not null default 0, primary key (id, n))");
		shop.execute("insert into k_enum select s, n from unnest(enum_range(null::size)) s, generate_series(1, 100) n");
		count("count-enum", "k_enum");
		assertThat(shop.count("k_enum where counter = 1")).isEqualTo(400);
		compute("compute-enum", "k_enum");
		assertThat(shop.count("k_enum where counter = 2")).isEqualTo(400);
	}

	@Test
	void worksInAnotherSchemaWithQuotedNames() {
		shop.execute("create schema \"My Shop\"");
		shop.execute(
				"""
						create table "My Shop"."Order ""Items" ("Order Id" bigint, "select" text, "Sum Of" int not null default 0,
						  primary key ("Order Id", "select"))""");
		shop.execute("insert into \"My Shop\".\"Order \"\"Items\" select g, g % 3 from generate_series(1, 500) g");
		shop.run(Backfill.of("quoted").table("\"My Shop\".\"Order \"\"Items\"").set("\"Sum Of\"", "\"Sum Of\" + 1"));
		assertThat(shop.count("\"My Shop\".\"Order \"\"Items\" where \"Sum Of\" = 1")).isEqualTo(500);
		assertThat(shop.progress("quoted").table()).isEqualTo("\"My Shop\".\"Order \"\"Items\"");
	}

	@Test
	void worksOnAPartitionedTable() {
		shop.execute("""
				create table k_parted (id int, day int, counter int not null default 0, primary key (id, day))
				  partition by range (day)""");
		for (int day = 0; day < 4; day++) {
			shop.execute("create table k_parted_%d partition of k_parted for values from (%d) to (%d)".formatted(day,
					day, day + 1));
		}
		shop.execute("insert into k_parted select g, g % 4 from generate_series(1, 1000) g");
		count("count-parted", "k_parted");
		assertThat(shop.count("k_parted where counter = 1")).isEqualTo(1000);
		compute("compute-parted", "k_parted");
		assertThat(shop.count("k_parted where counter = 2")).isEqualTo(1000);
	}

	@Test
	void refusesATableThatIsNotThere() {
		assertRefused(Backfill.of("r1").table("nothing").set("a", "1"), "there is no table nothing on the search path");
		assertRefused(Backfill.of("r1").table("a b c").set("a", "1"), "cannot be run");
	}

	@Test
	void refusesWhatIsNoTable() {
		shop.execute("create view a_view as select 1 as id, 2 as n");
		assertRefused(Backfill.of("r2").table("a_view").set("n", "1"), "public.a_view is no table");
	}

	@Test
	void refusesATableWithoutAUsableKey() {
		shop.execute("create table no_key (id int unique, n int)");
		shop.execute("create unique index on no_key (n) where n > 0");
		assertRefused(Backfill.of("r3").table("no_key").set("n", "1"),
				"has no primary key and no unique index over not-null columns");
	}

	@Test
	void refusesToChangeItsKey() {
		shop.execute("create table one_key (id int primary key, \"ID\" int)");
		assertRefused(Backfill.of("r4").table("one_key").set("Id", "id + 1"), "it sets a column of the key");
		shop.run(Backfill.of("other-case").table("one_key").set("\"ID\"", "id + 1"));
	}

	@Test
	void refusesColumnsAndTypesThatDoNotFitAndTouchesNothing() {
		shop.execute("create table typed (id int primary key, n int, g int generated always as (id + 1) stored)");
		shop.execute("insert into typed values (1, 1)");
		assertRefused(Backfill.of("r5").table("typed").set("m", "1"), "SQLSTATE 42703", "\"m\"");
		assertRefused(Backfill.of("r5").table("typed").set("n", "now()"), "SQLSTATE 42804");
		assertRefused(Backfill.of("r5").table("typed").set("n", "1").where("id"), "SQLSTATE 42804");
		assertRefused(Backfill.of("r5").table("typed").set("n", "1) where (true"), "SQLSTATE 42601");
		assertRefused(Backfill.of("r5").table("typed").set("g", "1"), "SQLSTATE 428C9");
		assertRefused(Backfill.of("r5").table("typed").set("n", "count(*)"), "SQLSTATE 42803");
		assertThat(shop.count("typed where n = 1")).isEqualTo(1);
	}

	@Test
	void refusesAnInheritanceParent() {
		shop.execute("create table parent (id int primary key, n int)");
		shop.execute("create table child (primary key (id)) inherits (parent)");
		assertRefused(Backfill.of("r6").table("parent").set("n", "1"), "has inheritance children");
		shop.run(Backfill.of("child").table("child").set("n", "1"));
	}

	@Test
	void registersAllOrNothing() {
		shop.execute("create table good (id int primary key, n int)");
		Backfill good = Backfill.of("good").table("good").set("n", "1");
		Backfill bad = Backfill.of("bad").table("good").set("m", "1");
		assertThatExceptionOfType(BackfillDefinitionException.class).isThrownBy(() -> shop.start(good, bad))
			.satisfies((ex) -> assertThat(ex.backfill()).isEqualTo("bad"));
		assertThat(shop.backfills.find("good")).isEmpty();
	}

	private static void count(String name, String table) {
		shop.run(Shop.SETTINGS.batchRows(1, 97).batchTime(Duration.ofSeconds(5)),
				Backfill.of(name).table(table).set("counter", "counter + 1"));
	}

	private static void compute(String name, String table) {
		shop.run(Shop.SETTINGS.batchRows(1, 97).batchTime(Duration.ofSeconds(5)),
				Backfill.of(name).table(table).read("counter").write("counter").rows("1", BackfillComputeTests::count));
	}

	private static void assertRefused(Backfill backfill, String... parts) {
		assertThatExceptionOfType(BackfillDefinitionException.class).isThrownBy(() -> shop.start(backfill))
			.satisfies((ex) -> assertThat(ex).message().contains(parts));
		assertThat(shop.backfills.find(backfill.name())).isEmpty();
	}

	private static Arguments key(String name, String columns, String values) {
		return Arguments.of(name, columns, values);
	}

}
