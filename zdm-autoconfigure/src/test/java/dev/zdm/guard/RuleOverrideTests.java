package dev.zdm.guard;

import java.util.List;

import dev.zdm.guard.GuardSettings.RuleMode;
import dev.zdm.sql.QualifiedName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class RuleOverrideTests {

	private static final MigrationSource NO_MIGRATION = MigrationSource.application();

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			orders         | public    | orders   | true
			orders         | audit     | orders   | true
			ORDERS         | public    | orders   | true
			orders         | public    | Orders   | false
			"Orders"       | public    | Orders   | true
			orders         | public    | orders_1 | false
			orders*        | public    | orders_1 | true
			*_log          | public    | orders_log | true
			audit.*        | audit     | orders   | true
			audit.*        | auditing  | orders   | false
			audit*.*       | auditing  | orders   | true
			public.orders  | public    | orders   | true
			public.orders  | audit     | orders   | false
			*              | audit     | orders   | true
			a.b            | x         | a.b      | false
			"a.b"          | x         | a.b      | true
			"S ""1""\"."T"  | S "1"     | T        | true
			o.d*s          | o         | d.+s     | true
			""")
	void knowsTablesByNameAndPattern(String pattern, String schema, String name, boolean fits) {
		RuleOverride override = override(null, pattern, null);
		assertThat(override.isFor("ZDM010", List.of(new QualifiedName(schema, name)), NO_MIGRATION)).isEqualTo(fits);
	}

	@Test
	void isForItsRuleOnly() {
		RuleOverride override = override("zdm010", null, null);
		assertThat(override.isFor("ZDM010", List.of(), NO_MIGRATION)).isTrue();
		assertThat(override.isFor("ZDM011", List.of(), NO_MIGRATION)).isFalse();
		assertThat(override(null, "t", null).isFor("ZDM010", List.of(), NO_MIGRATION)).isFalse();
	}

	@Test
	void endsWithItsVersion() {
		RuleOverride override = override("ZDM010", null, "1.10");
		assertThat(override.isFor("ZDM010", List.of(), new MigrationSource("flyway", "1.9"))).isTrue();
		assertThat(override.isFor("ZDM010", List.of(), new MigrationSource("flyway", "1.10"))).isTrue();
		assertThat(override.isFor("ZDM010", List.of(), new MigrationSource("flyway", "1.11"))).isFalse();
		assertThat(override.isFor("ZDM010", List.of(), NO_MIGRATION)).isFalse();
	}

	@Test
	void theMorePreciseComesLater() {
		List<RuleOverride> inOrder = List.of(override("ZDM010", null, null), override(null, "a*", null),
				override(null, "audit.*", null), override(null, "t", null), override("ZDM010", null, "42"),
				override("ZDM010", "a*", null), override("ZDM010", "audit.*", null), override("ZDM010", "t", null),
				override("ZDM010", "*", "42"), override("ZDM010", "audit.log", "42"));
		for (int i = 1; i < inOrder.size(); i++) {
			assertThat(RuleOverride.BY_PRECISION.compare(inOrder.get(i - 1), inOrder.get(i))).as(i + "").isNegative();
		}
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', nullValues = "-", textBlock = """
			-      | -      | -    | WARN | r | zdm.guard.overrides {} names neither a rule nor a table. | rule: ZDM010
			ZDM999 | -      | -    | WARN | r | {rule: ZDM999}: there is no rule ZDM999. | Rules: ZDM010, ZDM011
			ZDM010 | a.b.c  | -    | WARN | r | {rule: ZDM010, table: a.b.c} names no table. | schema.name
			ZDM010 | a."b   | -    | WARN | r | names no table. | audit.*
			ZDM010 | a.     | -    | WARN | r | names no table. | audit.*
			ZDM010 | -      | soon | WARN | r | {rule: ZDM010, up-to: soon} has no version in up-to. | in quotes
			ZDM010 | t      | -    | -    | r | has no mode. | warn, off or refuse
			ZDM010 | t      | 42   | WARN | - | {rule: ZDM010, table: t, up-to: 42} has no reason. | reason: "…"
			""")
	void whatMakesNoSenseIsSaidAndWhatToDo(String rule, String table, String upTo, RuleMode mode, String reason,
			String problem, String action) {
		assertThatExceptionOfType(InvalidSettingException.class)
			.isThrownBy(() -> new RuleOverride(rule, table, upTo, mode, reason))
			.satisfies((ex) -> {
				assertThat(ex.problem()).startsWith("zdm.guard.overrides {").contains(problem);
				assertThat(ex.action()).contains(action);
			});
	}

	private static RuleOverride override(String rule, String table, String upTo) {
		return new RuleOverride(rule, table, upTo, RuleMode.WARN, "for the test");
	}

}
