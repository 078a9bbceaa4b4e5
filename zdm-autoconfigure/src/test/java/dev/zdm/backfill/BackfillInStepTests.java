package dev.zdm.backfill;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Map;

import com.zaxxer.hikari.HikariDataSource;
import dev.zdm.catalog.Database;
import dev.zdm.event.Events;
import dev.zdm.guard.GuardSettings;
import dev.zdm.guard.Judge;
import dev.zdm.journal.JournalSchema;
import dev.zdm.rule.Finding;
import dev.zdm.test.PostgresCluster;
import dev.zdm.throttle.Throttle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

/**
 * What a trigger does to rows that are written while a backfill runs, and afterwards.
 */
class BackfillInStepTests {

	private static final Backfill LOWER = Backfill.of("lower")
		.table("customers")
		.set("email_lower", "lower(email)")
		.where("email_lower is null")
		.keepInStep();

	private static final String MISSED = "customers where email_lower is distinct from lower(email)";

	private final Shop shop = new Shop(PostgresCluster.shared().primary());

	@BeforeEach
	void createTable() {
		this.shop
			.execute("create table customers (id bigint primary key, email text, email_lower text, active boolean, "
					+ "payload json, total int default 0, price int, loud text generated always as (upper(email)) stored)");
		insert(1, 1000);
	}

	@AfterEach
	void close() {
		this.shop.close();
	}

	@Test
	void fillsRowsThatAreInsertedOrUpdatedUntilItIsReleased() {
		this.shop.run(LOWER);
		assertThat(this.shop.count(MISSED)).isZero();
		assertThat(this.shop.progress("lower").rowsDone()).isEqualTo(1000);
		assertThat(this.shop.progress("lower").inStep()).isTrue();
		insert(1001, 1010);
		this.shop.execute("update customers set email = 'New' || id where id in (1, 1001)");
		this.shop.execute("update customers set email = null where id = 2");
		assertThat(this.shop.count(MISSED)).isZero();
		this.shop.backfills.release("lower");
		assertThat(this.shop.progress("lower").inStep()).isFalse();
		assertThat(this.shop.progress("lower").state()).isEqualTo(BackfillState.DONE);
		assertThat(this.shop.count("pg_proc where proname like 'in_step%'")).isZero();
		insert(1011, 1020);
		assertThat(this.shop.count(MISSED)).isEqualTo(10);
		this.shop.backfills.release("lower");
	}

	@Test
	void leavesAloneWhatTheApplicationItselfWritesWhereTheConditionSaysSo() {
		this.shop.run(LOWER);
		this.shop.execute("insert into customers (id, email, email_lower) values (2000, 'A', 'own')");
		assertThat(lower(2000)).isEqualTo("own");
		this.shop.execute("update customers set active = true where id = 2000");
		assertThat(lower(2000)).isEqualTo("own");
		this.shop.execute("update customers set email = 'B', email_lower = 'mine' where id = 2000");
		assertThat(lower(2000)).isEqualTo("mine");
		this.shop.execute("update customers set email = 'C' where id = 2000");
		assertThat(lower(2000)).isEqualTo("c");
		this.shop.execute("update customers set email_lower = null where id = 2000");
		assertThat(lower(2000)).isEqualTo("c");
	}

	@Test
	void setsAllRowsWithoutACondition() {
		this.shop
			.run(Backfill.of("lower").table("customers").set("email_lower", "lower(customers.email)").keepInStep());
		this.shop.execute("insert into customers (id, email, email_lower) values (2000, 'A', 'own')");
		assertThat(lower(2000)).isEqualTo("a");
		this.shop.execute("update customers set email_lower = 'own' where id = 2000");
		assertThat(lower(2000)).isEqualTo("a");
	}

	@Test
	void followsOnlyRowsThatMeetTheRestOfTheCondition() {
		this.shop.execute("update customers set active = id % 2 = 0");
		this.shop.run(LOWER.where("active and email_lower is null"));
		this.shop.execute("update customers set email = 'New' || id where id in (1, 2)");
		assertThat(lower(1)).isNull();
		assertThat(lower(2)).isEqualTo("new2");
		this.shop.execute("update customers set active = false where id = 2");
		this.shop.execute("update customers set email = 'Other' where id = 2");
		assertThat(lower(2)).isEqualTo("new2");
		this.shop.execute("update customers set active = true where id in (1, 2)");
		assertThat(lower(1)).isEqualTo("new1");
		assertThat(lower(2)).isEqualTo("other");
	}

	@Test
	void neverComputesWhereTheConditionProtectsFromIt() {
		this.shop.execute("update customers set email = id::text where id > 500");
		Backfill number = Backfill.of("number")
			.table("customers")
			.set("total", "email::int")
			.where("email ~ '^[0-9]+$' and total = 0")
			.keepInStep();
		this.shop.run(number);
		this.shop.execute("update customers set email = 'x' where id = 501");
		this.shop.execute("update customers set email = 'y' where id = 1");
		this.shop.execute("update customers set email = '77' where id in (1, 502)");
		assertThat(this.shop.count("customers where total = 77")).isEqualTo(2);
		assertThat(this.shop.count("customers where id = 501 and total = 501")).isEqualTo(1);
	}

	@Test
	void setsSeveralColumnsOfAnyTypeAndComparesValuesThatHaveNoEquality() {
		this.shop.run(Backfill.of("several")
			.table("customers")
			.set("payload", "json_build_object('mail', email) -- as one")
			.set("total", "price * 2 /* twice */")
			.where("payload is null")
			.keepInStep());
		this.shop.execute("insert into customers (id, email, price) values (2000, 'it''s', 3)");
		this.shop.execute("update customers set price = 4 where id in (1, 2000)");
		assertThat(this.shop.jdbc.queryForList(
				"select payload ->> 'mail' || total from customers where id in (1, 2000) order by id", String.class))
			.containsExactly("Mail18", "it's8");
	}

	@Test
	void changesEachRowOnceAndSeesWhatOtherTriggersChange() {
		this.shop.execute("alter table customers add writes int not null default 0");
		this.shop.execute("create function shout() returns trigger language plpgsql as "
				+ "$$ begin new.email := new.email || '!'; new.writes := new.writes + 1; return new; end $$");
		this.shop.execute("create trigger shout before update on customers for each row execute function shout()");
		this.shop.run(LOWER);
		assertThat(this.shop.count("customers where writes = 1")).isEqualTo(1000);
		assertThat(this.shop.count(MISSED)).isZero();
		this.shop.execute("update customers set email = 'New' where id = 1");
		assertThat(lower(1)).isEqualTo("new!");
	}

	@Test
	void keepsPartitionsInStepWhateverTheOrderOfTheirColumns() {
		this.shop.execute(
				"create table \"Visits\" (id int, day int, \"The Path\" text, \"Path\" text, primary key (id, day)) "
						+ "partition by list (day)");
		this.shop.execute("create table visits_1 partition of \"Visits\" for values in (1)");
		this.shop.execute(
				"create table visits_2 (gone int, \"Path\" text, day int not null, id int not null, \"The Path\" text)");
		this.shop.execute("alter table visits_2 drop gone");
		this.shop.execute("alter table \"Visits\" attach partition visits_2 for values in (2)");
		this.shop.execute("insert into \"Visits\" select g, g % 2 + 1, 'P' || g from generate_series(1, 100) g");
		this.shop.run(Backfill.of("Visits.path")
			.table("\"Visits\"")
			.set("\"Path\"", "lower(\"Visits\".\"The Path\")")
			.where("\"Path\" is null")
			.keepInStep());
		this.shop.execute("create table visits_3 partition of \"Visits\" for values in (3)");
		this.shop.execute("insert into \"Visits\" select g, g % 3 + 1, 'P' || g from generate_series(101, 200) g");
		this.shop.execute("insert into visits_2 (id, day, \"The Path\") values (300, 2, 'Direct')");
		this.shop.execute("update \"Visits\" set \"The Path\" = 'Q' || id, day = 3 where id in (1, 2, 150)");
		assertThat(this.shop.count("\"Visits\" where \"Path\" is distinct from lower(\"The Path\")")).isZero();
		this.shop.backfills.release("Visits.path");
		assertThat(this.shop.count("pg_trigger where not tgisinternal")).isZero();
	}

	@Test
	void keepsATableWithoutAKeyInStep() {
		this.shop.execute("alter table customers drop constraint customers_pkey, alter id drop not null");
		this.shop.run(LOWER);
		assertThat(this.shop.progress("lower").rowsDone()).isEqualTo(1000);
		insert(1001, 1010);
		this.shop.execute("update customers set email = 'New' || id where id in (1, 1001)");
		assertThat(this.shop.count(MISSED)).isZero();
	}

	@Test
	void meansTheSameWhoeverWritesARow() {
		this.shop.execute("create schema app");
		this.shop.execute("create table names (id bigint primary key, name text)");
		this.shop.execute("insert into names values (1, 'right')");
		this.shop.run(Backfill.of("name")
			.table("customers")
			.set("email_lower", "(select name from names n where n.id = customers.price)")
			.keepInStep());
		String role = "writer" + System.nanoTime();
		this.shop.execute("create role " + role);
		this.shop.execute("grant insert on customers to " + role);
		try {
			this.shop
				.execute("begin; set local role " + role + "; set local search_path = pg_temp; create temp table names "
						+ "(id bigint, name text); insert into names values (1, 'wrong'); "
						+ "insert into public.customers (id, price) values (3000, 1); drop table names; commit");
		}
		finally {
			this.shop.execute("drop owned by " + role + "; drop role " + role);
		}
		assertThat(lower(3000)).isEqualTo("right");
	}

	@Test
	void refusesWhatNoTriggerCanDo() {
		assertRefused(LOWER.set("total", "total + 1"), "an expression reads total, which it sets");
		assertRefused(LOWER.set("total", "length(loud)"), "it uses loud, which a row has only after its triggers");
		assertRefused(LOWER.where("xmin::text = '1'"), "it uses xmin, which a row has only after its triggers");
		assertRefused(LOWER.set("payload", "to_json(customers)"), "it reads whole rows");
		assertRefused(LOWER.set("price", "(random() * 10)::int"), "is volatile");
		assertRefused(LOWER.where("email_lower is null and random() < 0.5"), "is volatile");
		assertRefused(LOWER.where("public.customers.email_lower is null"), "SQLSTATE 42P01");
		assertRefused(LOWER.set("total", "nonsense"), "SQLSTATE 42703");
		assertThat(this.shop.backfills.all()).isEmpty();
		assertThat(this.shop.count("pg_trigger where not tgisinternal")).isZero();
		assertThatIllegalArgumentException()
			.isThrownBy(() -> Backfill.of("d").table("customers").where("true").delete().keepInStep())
			.withMessageContaining("cannot be kept in step by a trigger");
		assertThatIllegalArgumentException().isThrownBy(() -> LOWER.delete());
		assertThatIllegalArgumentException().isThrownBy(() -> LOWER.insertInto("others"));
		assertThat(LOWER.fingerprint()).isNotEqualTo(
				Backfill.of("lower", "customers", Map.of("email_lower", "lower(email)"), "email_lower is null")
					.fingerprint());
	}

	@Test
	void refusesARoleThatCouldNotTakeTheTriggerAwayAgain() {
		new JournalSchema(this.shop.pool).create();
		String role = "worker" + System.nanoTime();
		this.shop.execute("create role " + role + "; grant all on customers to " + role
				+ "; grant usage on schema zdm to " + role + "; grant all on all tables in schema zdm to " + role);
		SingleConnectionDataSource connection = new SingleConnectionDataSource(this.shop.pool.getJdbcUrl(),
				this.shop.pool.getUsername(), this.shop.pool.getPassword(), true);
		try {
			Sessions sessions = new Sessions(connection);
			sessions.sql().execute("set role " + role);
			assertRefused(sessions, "role " + role + " does not own public.customers");
			this.shop.execute("alter table customers owner to " + role);
			assertRefused(sessions, "grant create on schema zdm to " + role);
			this.shop.execute("grant create on schema zdm to " + role);
			this.shop
				.execute("do $$ begin execute 'revoke temporary on database ' || quote_ident(current_database()) || "
						+ "' from public'; end $$");
			assertRefused(sessions, "grant temporary on database ");
		}
		finally {
			connection.destroy();
			this.shop.execute("drop owned by " + role + "; drop role " + role);
		}
	}

	@Test
	void letsNobodyDropAColumnThatItsTriggerNeeds() {
		this.shop.run(LOWER);
		for (String column : List.of("email_lower", "email")) {
			assertThatExceptionOfType(DataAccessException.class)
				.isThrownBy(() -> this.shop.execute("alter table customers drop column " + column))
				.havingRootCause()
				.withMessageContaining("_lower on table customers depends on column " + column);
		}
		this.shop.execute("alter table customers drop column active");
		this.shop.execute("alter table customers drop column email_lower cascade");
		this.shop.execute("insert into customers (id) values (5000)");
		assertThat(this.shop.progress("lower").inStep()).isFalse();
		this.shop.backfills.release("lower");
		assertThat(this.shop.count("pg_proc where proname like 'in_step%'")).isZero();
	}

	@Test
	void isKnownToTheGuardWhenAColumnIsRenamed() throws SQLException {
		this.shop.run(LOWER);
		try (Connection connection = this.shop.pool.getConnection()) {
			assertThat(findings(connection, "alter table customers rename email to mail")).contains("ZDM053");
			assertThat(findings(connection, "alter table customers rename email_lower to mail")).contains("ZDM053");
			assertThat(findings(connection, "alter table customers rename price to cost")).doesNotContain("ZDM053");
		}
	}

	@Test
	void survivesThatTheTableIsRenamed() {
		this.shop.run(LOWER);
		this.shop.execute("alter table customers rename to clients");
		this.shop.execute("insert into clients (id, email) values (5000, 'X')");
		assertThat(this.shop.count("clients where id = 5000 and email_lower = 'x'")).isEqualTo(1);
		this.shop.backfills.release("lower");
		assertThat(this.shop.count("pg_trigger where not tgisinternal")).isZero();
	}

	@Test
	void isRunByAMigrationAndAgainAfterItWasReleased() throws Exception {
		ForegroundBackfill foreground = new ForegroundBackfill(new JournalSchema(this.shop.pool),
				new Throttle(null, List.of(), Clock.systemUTC()), new Events(List.of()), Shop.SETTINGS);
		foreground.run(LOWER, ForegroundBackfill.Waiting.patiently());
		insert(1001, 1010);
		assertThat(this.shop.count(MISSED)).isZero();
		this.shop.backfills.release("lower");
		insert(1011, 1020);
		foreground.runAgain(LOWER, ForegroundBackfill.Waiting.patiently());
		assertThat(this.shop.count(MISSED)).isZero();
		assertThat(this.shop.progress("lower").inStep()).isFalse();
	}

	@Test
	void worksWithAPoolThatHasAutoCommitOff() {
		try (HikariDataSource pool = Shop.pool(this.shop.pool.getJdbcUrl(), this.shop.pool.getUsername(),
				this.shop.pool.getPassword())) {
			pool.setAutoCommit(false);
			JournalSchema journal = new JournalSchema(pool);
			Events events = new Events(List.of());
			try (BackfillRunner runner = new BackfillRunner(journal, new Throttle(null, List.of(), Clock.systemUTC()),
					events, List.of(LOWER), Shop.SETTINGS)) {
				runner.start();
				this.shop.awaitState("lower", BackfillState.DONE);
				insert(1001, 1010);
				assertThat(this.shop.count(MISSED)).isZero();
				new Backfills(journal, events).release("lower");
				assertThat(this.shop.progress("lower").inStep()).isFalse();
			}
		}
	}

	@Test
	void takesItsTriggerAwayWhenItIsCancelledAndCannotGoOnThen() {
		this.shop.execute("create function slow(text) returns text immutable language sql as "
				+ "$$ select lower($1) || coalesce(nullif(pg_sleep(0.002)::text, ''), '') $$");
		Backfill slow = Backfill.of("slow").table("customers").set("email_lower", "slow(email)").keepInStep();
		this.shop.start(Shop.SETTINGS.batchRows(10, 20), slow);
		this.shop.awaitRows("slow", 20);
		assertThatExceptionOfType(BackfillStateException.class).isThrownBy(() -> this.shop.backfills.release("slow"))
			.withMessageContaining("released before its end; it can be cancelled");
		this.shop.backfills.cancel("slow");
		assertThat(this.shop.progress("slow").inStep()).isFalse();
		assertThat(this.shop.count("pg_trigger where not tgisinternal")).isZero();
		this.shop.backfills.resume("slow");
		this.shop.awaitState("slow", BackfillState.FAILED);
		assertThat(this.shop.progress("slow").lastError()).contains("its trigger is gone");
		this.shop.backfills.cancel("slow");
		this.shop.backfills.release("slow");
		this.shop.backfills.resume("slow");
		this.shop.awaitState("slow", BackfillState.FAILED);
	}

	@Test
	void doesNotFightWithAnotherBackfillForAColumn() {
		this.shop.run(LOWER);
		assertRefused(Backfill.of("upper").table("customers").set("email_lower", "upper(email)"),
				"that a trigger keeps in step for backfill lower");
		assertRefused(Backfill.of("lower").table("customers").set("email_lower", "upper(email)"),
				"that a trigger keeps in step for backfill lower");
		this.shop.run(Backfill.of("mail").table("customers").set("email", "email || '?'"));
		assertThat(this.shop.count(MISSED)).isZero();
		this.shop.backfills.release("lower");
		this.shop.run(Backfill.of("lower").table("customers").set("email_lower", "upper(email)").keepInStep());
		insert(2000, 2001);
		assertThat(this.shop.count("customers where email_lower = upper(email)")).isEqualTo(1002);
	}

	@Test
	void beginsAfterWhatItWaitsFor() {
		this.shop.execute(
				"create table flyway_schema_history (installed_rank int, version text, type text, success boolean)");
		this.shop.start(LOWER.afterMigration("7"));
		await().until(() -> this.shop.progress("lower").reason().equals("waits for migration 7"));
		assertThat(this.shop.progress("lower").inStep()).isFalse();
		insert(1001, 1100);
		this.shop.execute("insert into flyway_schema_history values (1, '7', 'SQL', true)");
		this.shop.awaitState("lower", BackfillState.DONE);
		assertThat(this.shop.progress("lower").rowsDone()).isEqualTo(1100);
		assertThat(this.shop.progress("lower").inStep()).isTrue();
	}

	@Test
	void keepsAnEmptyTableInStep() {
		this.shop.execute("truncate customers");
		this.shop.run(LOWER);
		insert(1, 10);
		assertThat(this.shop.count("customers where email_lower = lower(email)")).isEqualTo(10);
	}

	private static void assertRefused(Sessions sessions, String why) {
		assertThatExceptionOfType(BackfillDefinitionException.class)
			.isThrownBy(() -> sessions.rolledBack(Limits.CHECK, () -> new DefinitionCheck(sessions).check(LOWER)))
			.withMessageContaining(why);
	}

	private static List<String> findings(Connection connection, String sql) throws SQLException {
		return new Judge(GuardSettings.defaults()).judge(connection, Database.parse(sql))
			.findings()
			.stream()
			.map(Finding::code)
			.toList();
	}

	private void assertRefused(Backfill backfill, String why) {
		assertThatExceptionOfType(BackfillDefinitionException.class).isThrownBy(() -> this.shop.start(backfill))
			.withMessageContaining(why);
	}

	private String lower(long id) {
		return this.shop.jdbc.queryForObject("select email_lower from customers where id = ?", String.class, id);
	}

	private void insert(int from, int to) {
		this.shop.execute("insert into customers (id, email) select g, 'Mail' || g from generate_series(%d, %d) g"
			.formatted(from, to));
	}

}
