package dev.zdm.catalog;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

import dev.zdm.sql.QualifiedName;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

/**
 * A relation is read with all that belongs to it.
 */
class RelationReaderTests {

	private static Database database;

	@BeforeAll
	static void create() throws SQLException {
		database = new Database();
		database.run("create table hub (id int primary key) partition by range (id)",
				"create table hub_1 partition of hub for values from (0) to (10)",
				"create table p (id int generated always as identity, n serial, hub int references hub, "
						+ "t text, low text generated always as (lower(t)) stored) partition by range (id)",
				"create table p_1 partition of p for values from (0) to (10) partition by range (id)",
				"create table p_1_a partition of p_1 for values from (0) to (5)",
				"create table p_rest partition of p default", "create index p_low on p (upper(t)) where hub > 0",
				"create table one (a int)", "create table two (b int)", "create table heir () inherits (one, two)",
				"create unlogged table fast (id int)",
				"create function touch() returns trigger language plpgsql as 'begin return new; end'",
				"create trigger touched before insert on p for each row execute function touch()",
				"alter table p disable trigger touched");
	}

	@AfterAll
	static void drop() {
		database.close();
	}

	@Test
	void findsDescendantsParentsFirst() throws SQLException {
		Facts facts = database.facts("alter table p drop x");
		assertThat(names(facts.descendants(table(facts, "p")))).containsExactlyInAnyOrder("p_1", "p_rest", "p_1_a")
			.endsWith("p_1_a");
		assertThat(names(facts.tree(table(facts, "p")))).startsWith("p");
	}

	@Test
	void findsAncestorsWithTheirDefaultPartition() throws SQLException {
		Facts facts = database.facts("alter table p_1_a drop x");
		Relation parent = facts.parents(table(facts, "p_1_a")).get(0);
		Relation root = facts.parents(parent).get(0);
		assertThat(names(List.of(parent, root))).containsExactly("p_1", "p");
		assertThat(facts.relation(root.lineage().defaultPartition()).map((each) -> each.name().name()))
			.contains("p_rest");
		assertThat(table(facts, "p_1_a").lineage().partition()).isTrue();
	}

	@Test
	void findsTheOtherEndsOfForeignKeysWithTheirPartitions() throws SQLException {
		Facts facts = database.facts("alter table p drop x");
		assertThat(facts.family().values()).extracting((relation) -> relation.name().name()).contains("hub", "hub_1");
		assertThat(table(facts, "p").constraint("p_hub_fkey")).hasValueSatisfying((key) -> {
			assertThat(key.otherColumns()).containsExactly("id");
			assertThat(key.index()).isEqualTo("hub_pkey");
			assertThat(key.enforced()).isTrue();
		});
	}

	@Test
	void readsBothParentsOfAnHeir() throws SQLException {
		Facts facts = database.facts("alter table heir drop x");
		assertThat(names(facts.parents(table(facts, "heir")))).containsExactly("one", "two");
		assertThat(table(facts, "heir").column("a").map(Relation.Column::inherited)).contains(true);
		assertThat(database.facts("alter table one drop x").family().values()).extracting((each) -> each.name().name())
			.contains("heir");
	}

	@Test
	void readsWhatColumnsAre() throws SQLException {
		Relation p = table(database.facts("alter table p drop x"), "p");
		assertThat(p.column("low").map(Relation.Column::generated)).contains('s');
		assertThat(p.column("id").map(Relation.Column::identity)).contains('a');
		assertThat(p.sequences()).extracting(Relation.Sequence::column, Relation.Sequence::identity)
			.containsExactlyInAnyOrder(tuple("id", true), tuple("n", false));
		assertThat(p.triggers()).containsExactly(new Relation.Trigger("touched", 'D', List.of()));
		assertThat(p.index("p_low")).hasValueSatisfying((index) -> {
			assertThat(index.columns()).containsExactly("");
			assertThat(index.mentions()).containsExactlyInAnyOrder("t", "hub");
		});
	}

	@Test
	void readsHowRowsAreKept() throws SQLException {
		Relation fast = table(database.facts("alter table fast drop x"), "fast");
		assertThat(fast.storage().unlogged()).isTrue();
		assertThat(fast.storage().accessMethod()).isEqualTo("heap");
		assertThat(fast.storage().tablespace()).isNull();
		assertThat(fast.owner()).isEqualTo(database.strings("select current_user").get(0));
		assertThat(fast.hasRows()).isTrue();
		assertThat(table(database.facts("alter table p drop x"), "p").hasRows()).isFalse();
	}

	@Test
	void knowsWhatTheTransactionBlocks() throws SQLException {
		try (Connection connection = database.begin()) {
			Database.run(connection, "lock table only one in share mode", "lock table two in row exclusive mode",
					"create table mine (id int)");
			assertThat(Database.facts(connection, "drop table fast").session().blocked())
				.containsExactly(new QualifiedName("public", "one"));
		}
		assertThat(database.facts("drop table fast").session().blocked()).isEmpty();
	}

	private static Relation table(Facts facts, String name) {
		return facts.relation(QualifiedName.of(name)).orElseThrow();
	}

	private static List<String> names(List<Relation> relations) {
		return relations.stream().map((relation) -> relation.name().name()).toList();
	}

}
