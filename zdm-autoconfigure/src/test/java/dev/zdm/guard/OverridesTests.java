package dev.zdm.guard;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

import dev.zdm.catalog.Database;
import dev.zdm.guard.GuardSettings.Mode;
import dev.zdm.guard.GuardSettings.RuleMode;
import dev.zdm.guard.GuardSettings.Unknown;
import dev.zdm.guard.Judge.Judgement;
import dev.zdm.guard.Judge.Outcome;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Which of the user's words counts.
 */
class OverridesTests {

	private static GuardedDatabase database;

	@BeforeAll
	static void create() throws SQLException {
		database = GuardedDatabase.create();
		database.execute("create schema audit", "create table audit.log (id bigint primary key, note text)",
				"create index log_note on audit.log (note)", "create table orders (id bigint primary key, note text)",
				"create table events (id int) partition by range (id)",
				"create table events_1 partition of events for values from (1) to (9)",
				"create table events_2 partition of events for values from (9) to (99)");
	}

	@AfterAll
	static void close() {
		database.close();
	}

	@Test
	void anOverrideOfATableLetsItsFindingsPass() throws SQLException {
		GuardSettings settings = settings(override("ZDM010", "audit.*", null, RuleMode.WARN));
		Judgement judgement = judge(settings, "create index i on audit.log (id, note)");
		assertThat(judgement.outcome()).isEqualTo(Outcome.ALLOWED);
		assertThat(judgement.allowances()).hasToString("[ZDM010: for the test (zdm.guard.overrides)]");
		assertThat(judge(settings, "create index i on orders (id, note)").outcome()).isEqualTo(Outcome.REWRITE);
		assertThat(judge(settings, "alter table audit.log alter note set not null").outcome())
			.isEqualTo(Outcome.REWRITE);
	}

	@Test
	void aNameIsThatOfTheRealRelation() throws SQLException {
		GuardSettings settings = settings(override(null, "audit.log", null, RuleMode.WARN));
		for (String sql : List.of("set search_path = audit; create index i on log (id, note)",
				"drop index audit.log_note", "alter table audit.log rename to logs")) {
			assertThat(judge(settings, sql).outcome()).as(sql).isEqualTo(Outcome.ALLOWED);
		}
	}

	@Test
	void aPartitionGoesWithItsParentAndAFindingPassesOnlyWhereAllOfItMay() throws SQLException {
		String sql = "create index i on events (id)";
		assertThat(judge(settings(override(null, "events", null, RuleMode.WARN)), sql).outcome())
			.isEqualTo(Outcome.ALLOWED);
		assertThat(judge(settings(override(null, "events_1", null, RuleMode.WARN)), sql).outcome())
			.isEqualTo(Outcome.REWRITE);
		assertThat(judge(settings(override(null, "events", null, RuleMode.WARN),
				override(null, "events_2", null, RuleMode.REFUSE)), sql)
			.outcome()).isEqualTo(Outcome.REWRITE);
	}

	@Test
	void theMorePreciseWinsAndOfEqualsTheLast() throws SQLException {
		RuleOverride rule = override("ZDM010", null, null, RuleMode.WARN);
		RuleOverride table = override(null, "audit.*", null, RuleMode.REFUSE);
		RuleOverride both = override("ZDM010", "audit.*", null, RuleMode.OFF);
		RuleOverride exact = override("ZDM010", "audit.log", null, RuleMode.REFUSE);
		String sql = "create index i on audit.log (id, note)";
		assertThat(judge(settings(rule), sql).outcome()).isEqualTo(Outcome.ALLOWED);
		assertThat(judge(settings(table, rule), sql).outcome()).isEqualTo(Outcome.REWRITE);
		assertThat(judge(settings(both, table, rule), sql).outcome()).isEqualTo(Outcome.SAFE);
		assertThat(judge(settings(exact, both, table, rule), sql).outcome()).isEqualTo(Outcome.REWRITE);
		RuleOverride last = override("ZDM010", "audit.log", null, RuleMode.WARN);
		assertThat(judge(settings(exact, last), sql).outcome()).isEqualTo(Outcome.ALLOWED);
		assertThat(judge(settings(last, exact), sql).outcome()).isEqualTo(Outcome.REWRITE);
	}

	@Test
	void anOverrideComesBeforeTheRulesSettingAndAWordInTheStatementBeforeAll() throws SQLException {
		GuardSettings settings = new GuardSettings(Mode.REWRITE, null, 0, Map.of("ZDM010", RuleMode.WARN), Unknown.WARN,
				List.of(override("ZDM010", "audit.*", null, RuleMode.REFUSE)));
		assertThat(judge(settings, "create index i on orders (id, note)").allowances())
			.hasToString("[ZDM010: zdm.guard.rules]");
		assertThat(judge(settings, "create index i on audit.log (id, note)").outcome()).isEqualTo(Outcome.REWRITE);
		assertThat(judge(settings, "/* zdm:allow ZDM010 reason=\"small\" */ create index i on audit.log (id, note)")
			.allowances()).hasToString("[ZDM010: small (zdm:allow)]");
	}

	@Test
	void anOverrideUpToAVersionIsForEarlierMigrations() throws SQLException {
		RuleOverride override = override("ZDM050", null, "42", RuleMode.WARN);
		try (GuardedDatabase other = GuardedDatabase.with(settings(override))) {
			other.execute("create table t (a int)");
			MigrationSource.enter(new MigrationSource("flyway", "42"));
			other.guard("alter table t rename column a to b");
			MigrationSource.enter(new MigrationSource("flyway", "42.1"));
			assertThatExceptionOfType(StatementRefusedException.class)
				.isThrownBy(() -> other.guard("alter table t rename column b to c"));
			MigrationSource.leave();
			assertThatExceptionOfType(StatementRefusedException.class)
				.isThrownBy(() -> other.guard("alter table t rename column b to c"));
		}
		finally {
			MigrationSource.leave();
		}
	}

	@Test
	void aRemarkIsRefusedOnlyWhereItsRuleIsNamed() throws SQLException {
		String sql = "alter table orders drop column note";
		assertThat(judge(settings(override(null, "orders", null, RuleMode.REFUSE)), sql).outcome())
			.isEqualTo(Outcome.SAFE);
		Judgement refused = judge(settings(override("ZDM023", "orders", null, RuleMode.REFUSE)), sql);
		assertThat(refused.outcome()).isEqualTo(Outcome.REFUSE);
		assertThat((Throwable) refused.refusal())
			.hasMessageContaining("Deploy code that no longer uses the column first.");
	}

	@Test
	void severalRulesAreAllowedInOneWord() throws SQLException {
		String sql = "alter table orders add a int check (a > 0), "
				+ "add b text generated always as (note || note) stored";
		assertThat(judge(GuardSettings.defaults(), "/* zdm:allow ZDM020 reason=\"empty\" */ " + sql).outcome())
			.isEqualTo(Outcome.REFUSE);
		for (String codes : List.of("ZDM020, ZDM022", "ZDM020,ZDM022", "zdm022 ZDM020")) {
			assertThat(judge(GuardSettings.defaults(), "/* zdm:allow " + codes + " reason=\"empty\" */ " + sql))
				.satisfies((judgement) -> {
					assertThat(judgement.outcome()).isEqualTo(Outcome.ALLOWED);
					assertThat(judgement.allowances()).extracting(Allowance::reason).containsExactly("empty", "empty");
				});
		}
		assertThat((Throwable) judge(GuardSettings.defaults(), sql).refusal())
			.hasMessageContaining("zdm:allow ZDM020, ZDM022 ");
	}

	@Test
	void aWordForWhatIsNoRuleIsNotPassedOver() throws SQLException {
		Judgement refused = judge(GuardSettings.defaults(),
				"/* zdm:allow ZDM999 reason=\"why not\" */ alter table orders rename to o");
		assertThat(refused.outcome()).isEqualTo(Outcome.REFUSE);
		assertThat(refused.note())
			.startsWith("zdm:allow ZDM999 has no effect: there is no such rule. Rules: ZDM010, ZDM011");
		assertThat((Throwable) refused.refusal()).hasMessageContaining(refused.note());
		Judgement safe = judge(GuardSettings.defaults(),
				"/* zdm:allow everything reason=\"x\" */ alter table orders add a int");
		assertThat(safe.outcome()).isEqualTo(Outcome.SAFE);
		assertThat(safe.note()).contains("zdm:allow everything has no effect");
		assertThat(judge(GuardSettings.defaults(), "/* zdm:allow reason=\"x\" */ alter table orders add a int").note())
			.startsWith("zdm:allow names no rule. Rules: ZDM010");
	}

	@Test
	void modeWarnAllowsEverythingAndSaysSo() throws SQLException {
		GuardSettings settings = new GuardSettings(Mode.WARN, null, 0, Map.of(), Unknown.WARN, List.of());
		assertThat(judge(settings, "create index i on orders (note)").allowances())
			.hasToString("[ZDM010: zdm.guard.mode: warn]");
		assertThat(judge(settings, "alter table orders add a int").outcome()).isEqualTo(Outcome.SAFE);
	}

	private static Judgement judge(GuardSettings settings, String script) throws SQLException {
		List<String> statements = List.of(script.split("; "));
		try (Connection connection = database.unguarded().getConnection()) {
			for (String sql : statements.subList(0, statements.size() - 1)) {
				Database.run(connection, sql);
			}
			return new Judge(settings).judge(connection, Database.parse(statements.get(statements.size() - 1)));
		}
	}

	private static GuardSettings settings(RuleOverride... overrides) {
		return new GuardSettings(Mode.REWRITE, null, 0, Map.of(), Unknown.WARN, List.of(overrides));
	}

	private static RuleOverride override(String rule, String table, String upTo, RuleMode mode) {
		return new RuleOverride(rule, table, upTo, mode, "for the test");
	}

}
