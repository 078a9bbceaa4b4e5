package dev.zdm.lint;

import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static dev.zdm.lint.Linted.script;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The application's own configuration decides, as it does in the application.
 */
class ConfigTests {

	private static final String SETUP = """
			create schema audit;
			create table audit.log (id int, note text);
			create table orders (id int, note text);
			""";

	private static final String INDEXES = """
			create index log_note on audit.log (note);
			create index orders_note on orders (note);
			""";

	@TempDir
	Path folder;

	@Test
	void overridesOfTheApplicationCount() {
		String config = script(this.folder, "application.yml", """
				spring: {application: {name: shop}}
				zdm:
				  guard:
				    overrides:
				      - {rule: ZDM010, table: audit.*, mode: warn, reason: "append only, at night"}
				""");
		Linted linted = judged(config, "--format", "json");
		assertThat(linted.verdicts()).containsExactly("allowed", "rewrite");
		assertThat(linted.json().<String>read("$[0].reason"))
			.isEqualTo("ZDM010: append only, at night (zdm.guard.overrides)");
		assertThat(judged(config).out()).contains("allowed because: ZDM010: append only, at night")
			.contains("zdm-lint --explain CODE tells more about ZDM010");
		assertThat(judged(config, "--format", "github").out()).contains("Allowed: ZDM010: append only, at night")
			.contains("zdm-lint --explain CODE tells more about ZDM010");
		assertThat(judged(config, "--format", "sarif").json()
			.<List<String>>read("$.runs[0].results[0].suppressions[*].kind")).containsExactly("external");
	}

	@Test
	void anOverrideEndsWithItsVersion() {
		String config = script(this.folder, "application.yaml",
				"zdm.guard.overrides: [{table: orders, upTo: \"2\", mode: off, reason: old}]");
		script(this.folder, "V1__set.sql", SETUP);
		script(this.folder, "V2__index.sql", "create index a on orders (id)");
		script(this.folder, "V2.1__index.sql", "create index b on orders (id)");
		assertThat(Linted.on("--config", config, "--format", "json", this.folder.toString()).verdicts())
			.endsWith("safe", "rewrite");
	}

	@Test
	void startAfterAndModeAreThoseOfTheApplication() {
		script(this.folder, "V1__set.sql", SETUP);
		script(this.folder, "V2__index.sql", INDEXES);
		String after = script(this.folder, "after.properties", "zdm.guard.start-after=1\nzdm.guard.mode=refuse\n");
		Linted linted = Linted.on("--config", after, "--format", "json", this.folder.toString());
		assertThat(linted.verdicts()).containsExactly("refuse", "refuse");
		String off = script(this.folder, "off.yml", "zdm.guard: {mode: off}");
		assertThat(Linted.on("--config", after, "--config", off, "--format", "json", this.folder.toString()).verdicts())
			.isEmpty();
		String warn = script(this.folder, "warn.yml", "zdm.guard: {mode: warn}");
		assertThat(Linted.on("--config", warn, "--format", "json", this.folder.toString()).verdicts())
			.endsWith("allowed", "allowed");
	}

	@Test
	void optionsComeBeforeFilesAndLaterFilesBeforeEarlierOnes() {
		String first = script(this.folder, "first.yml", """
				zdm.guard.rules: {zdm010: off}
				---
				spring.config.activate.on-profile: test
				zdm.guard.mode: off
				""");
		String second = script(this.folder, "second.properties", "zdm.guard.rules.ZDM010 = warn\n");
		assertThat(judged(first, "--format", "json").verdicts()).containsExactly("safe", "safe");
		assertThat(judged(first, "--config", second, "--format", "json").verdicts()).containsExactly("allowed",
				"allowed");
		assertThat(judged(first, "--rule", "ZDM010=refuse", "--format", "json").verdicts()).containsExactly("rewrite",
				"rewrite");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			textBlock = """
					a.txt | x                                        | --config needs a .yml, .yaml or .properties file
					a.yml | zdm.guard.overrides: [{rule: ZDM010, mode: warn}] | {rule: ZDM010} has no reason. Say why
					a.yml | zdm.guard.overrides: [{rule: ZDM010, mode: mild, reason: x}] | zdm.guard.overrides[0].mode must be refuse, warn, off, not mild
					a.yml | zdm.guard.overrides: [{rule: ZDM1, mode: warn, reason: x}] | there is no rule ZDM1. Rules: ZDM010
					a.yml | zdm.guard.overrides: [{rules: ZDM1}]     | There is no property zdm.guard.overrides[0].rules
					a.yml | zdm.guard.ruels.ZDM010: warn             | There is no property zdm.guard.ruels
					a.yml | zdm.guard.rules.ZDM999: warn             | zdm.guard.rules.ZDM999: there is no such rule. Rules: ZDM010
					a.yml | zdm.guard.mode: ${MODE}                  | which only the application can resolve
					a.yml | zdm: [                                   | a.yml is not YAML
					a.properties | zdm.guard.small-table-rows=many   | zdm.guard.small-table-rows needs a number, not many
					""")
	void whatMakesNoSenseIsSaid(String name, String text, String message) {
		Linted linted = judged(script(this.folder, name, text));
		assertThat(linted.status()).isEqualTo(2);
		assertThat(linted.err()).contains(message);
	}

	@Test
	void aWordForWhatIsNoRuleIsShown() {
		String given = script(this.folder, "x.sql",
				"create table t (id int); -- zdm:allow ZDM01 reason=\"small\"\nalter table t add a int;");
		assertThat(Linted.on(given).out())
			.contains("note: zdm:allow ZDM01 has no effect: there is no such rule. Rules:");
		assertThat(Linted.on("--format", "json", given).out())
			.contains("\"note\": \"zdm:allow ZDM01 has no effect: there is no such rule.");
		assertThat(Linted.on("--format", "github", given).out()).contains("zdm:allow ZDM01 has no effect");
	}

	@Test
	void rulesAreListedAndExplained() {
		assertThat(Linted.of("--rules").out())
			.contains("ZDM010  CREATE INDEX blocks every write until it is built (zdm rewrites it)\n");
		for (Linted explained : List.of(Linted.of("--explain", "zdm010"), Linted.of("--explain=ZDM010"))) {
			assertThat(explained.status()).isZero();
			assertThat(explained.out()).startsWith("# ZDM010 CREATE INDEX blocks every write until it is built\n")
				.contains("## See it")
				.contains("## good.sql\n```sql\ncreate index concurrently");
		}
		Linted unknown = Linted.of("--explain", "ZDM999");
		assertThat(unknown.status()).isEqualTo(2);
		assertThat(unknown.err()).contains("There is no rule ZDM999. Rules: ZDM010");
		assertThat(Linted.of("--explain").status()).isEqualTo(2);
	}

	private Linted judged(String config, String... more) {
		String setup = script(this.folder, "setup.sql", SETUP);
		String given = script(this.folder, "change.sql", INDEXES);
		String[] args = new String[more.length + 5];
		System.arraycopy(new String[] { "--config", config, "--setup", setup, given }, 0, args, 0, 5);
		System.arraycopy(more, 0, args, 5, more.length);
		return Linted.on(args);
	}

}
