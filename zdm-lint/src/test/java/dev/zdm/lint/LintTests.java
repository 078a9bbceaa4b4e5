package dev.zdm.lint;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import com.jayway.jsonpath.DocumentContext;
import dev.zdm.test.PostgresCluster;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static dev.zdm.lint.Linted.script;
import static org.assertj.core.api.Assertions.assertThat;

class LintTests {

	private static final String SHOP = Linted.resources("shop");

	@TempDir
	Path folder;

	@Test
	void judgesEachStatementOfAHistoryInTheOrderOfVersions() {
		Linted linted = Linted.on("--format", "json", SHOP);
		List<String> files = linted.json().read("$[*].file");
		assertThat(files.stream().distinct().map((file) -> file.replace(SHOP + "/", ""))).containsExactly(
				"V1__shop.sql", "V1.1__events.sql", "V2__index.sql", "V2_1__concurrent.sql", "V10__types.sql",
				"V11__drop.sql", "R__totals.sql");
		assertThat(linted.verdicts().subList(0, 12)).containsExactly("safe", "safe", "safe", "safe", "safe", "rewrite",
				"rewrite", "safe", "safe", "safe", "refuse", "rewrite");
		assertThat(linted.verdicts().get(12)).isEqualTo("allowed");
		assertThat(linted.status()).isEqualTo(1);
		assertThat(linted.err()).isEmpty();
	}

	@Test
	void saysWhatAStatementLocksAndWhatItDoesMeanwhile() {
		DocumentContext json = Linted.on("--format=json", SHOP).json();
		Map<String, Object> index = json.read("$[5]");
		assertThat(index).containsEntry("file", SHOP + "/V2__index.sql")
			.containsEntry("line", 2)
			.containsEntry("sql", "create index orders_email on orders (email)")
			.containsEntry("kind", "CREATE INDEX")
			.containsEntry("locks", List.of(Map.of("relation", "public.orders", "mode", "ShareLock")))
			.containsEntry("builds", List.of("public.orders"))
			.containsEntry("rewrites", List.of())
			.containsEntry("scans", List.of())
			.containsEntry("plan", List.of("CREATE INDEX CONCURRENTLY orders_email ON public.orders (email)"));
		assertThat(json.<List<String>>read("$[5].findings[*].code")).containsExactly("ZDM010");
		assertThat(json.<String>read("$[5].findings[0].title")).isNotBlank();
		assertThat(json.<String>read("$[5].findings[0].detail")).contains("public.orders");
		assertThat(json.<List<String>>read("$[10].rewrites")).containsExactly("public.orders");
	}

	@Test
	void theRowsOfAPartitionedTableAreInItsPartitions() {
		DocumentContext json = Linted.on("--format", "json", SHOP).json();
		assertThat(json.<List<String>>read("$[11].rewrites")).containsExactly("public.events_2026");
	}

	@Test
	void judgesOnlyWhatIsLater() {
		Linted linted = Linted.on("--format", "json", "--since", "2.1", SHOP);
		List<String> files = linted.json().read("$[*].file");
		assertThat(files).hasSize(5).first().asString().endsWith("V10__types.sql");
		assertThat(linted.verdicts()).startsWith("safe", "refuse", "rewrite", "allowed");
	}

	@Test
	void failsOnWhatItIsAskedToFailOn() {
		String set = script(this.folder, "V1__set.sql", "create table t (id int)");
		String index = script(this.folder, "V2__index.sql", "create index t_id on t (id)");
		assertThat(Linted.on(set, index).status()).isZero();
		assertThat(Linted.on("--fail-on", "rewrite", set, index).status()).isEqualTo(1);
		assertThat(Linted.on("--fail-on", "rewrite", set).status()).isZero();
		assertThat(Linted.on("--fail-on", "never", SHOP).status()).isZero();
	}

	@Test
	void runsTheSetUpFirstAndDoesNotJudgeIt() {
		String setup = script(this.folder, "dump.sql", """
				\\restrict abc
				select pg_catalog.set_config('search_path', '', false);
				create table public.t (id int);
				create index concurrently t_id on public.t (id);
				\\unrestrict abc
				""");
		String given = script(this.folder, "change.sql", "create index t_id2 on t (id)");
		Linted linted = Linted.on("--setup", setup, "--format", "json", given);
		assertThat(linted.verdicts()).as(linted.toString()).containsExactly("rewrite");
	}

	@Test
	void judgesWithoutExecuting() {
		String setup = script(this.folder, "setup.sql", "create table t (id int, s text)");
		String given = script(this.folder, "change.sql",
				"alter table t alter column id type text; alter table t alter column id type text; drop table t;");
		Linted linted = Linted.on("--no-execute", "--setup", setup, "--format", "json", given);
		assertThat(linted.verdicts().subList(0, 2)).containsExactly("refuse", "refuse");
		assertThat(linted.json().<List<String>>read("$[1].rewrites")).containsExactly("public.t");
		assertThat(Linted.on("--no-execute", given, setup)).satisfies((wrong) -> {
			assertThat(wrong.status()).isEqualTo(2);
			assertThat(wrong.err()).contains("--no-execute judges one script");
		});
	}

	@Test
	void anAllowanceNeedsAReason() {
		String setup = script(this.folder, "setup.sql", "create table t (id int); create index i on t (id)");
		String given = script(this.folder, "change.sql", "-- zdm:allow ZDM011\ndrop index i;");
		Linted linted = Linted.on("--setup", setup, "--format", "json", given);
		assertThat(linted.verdicts()).containsExactly("refuse");
		assertThat(linted.json().<String>read("$[0].instead")).contains("reason=");
		assertThat(Linted.on("--setup", setup, given).out()).contains("zdm:allow ZDM011 has no reason");
	}

	@Test
	void respectsTheSettingsOfTheGuard() {
		String setup = script(this.folder, "setup.sql", "create table t (id int)");
		String given = script(this.folder, "change.sql", "create index i on t (id)");
		assertThat(Linted.on("--setup", setup, "--rule", "ZDM010=warn", "--format", "json", given).verdicts())
			.containsExactly("allowed");
		Linted off = Linted.on("--setup", setup, "--rule", "ZDM010=off", "--format", "json", given);
		assertThat(off.verdicts()).containsExactly("safe");
		assertThat(off.json().<List<Object>>read("$[0].findings")).isEmpty();
		assertThat(off.json().<List<String>>read("$[0].builds")).containsExactly("public.t");
	}

	@Test
	void replacesPlaceholders() {
		String given = script(this.folder, "V1__x.sql", "create table ${schema}.${name} (id int)");
		assertThat(Linted.on("--placeholder", "schema=public", "--placeholder=name=t", "--format", "json", given)
			.json()
			.<String>read("$[0].sql")).isEqualTo("create table public.t (id int)");
		Linted missing = Linted.on("--placeholder", "schema=public", given);
		assertThat(missing.status()).isEqualTo(2);
		assertThat(missing.out()).contains("V1__x.sql:1:21: error").contains("--placeholder");
	}

	@Test
	void startsAServerOfItsOwnAndLeavesNothingBehind() {
		String given = script(this.folder, "V1__x.sql", "create table t (id int)");
		Linted linted = Linted.of("--format", "json", given);
		assertThat(linted.verdicts()).containsExactly("safe");
	}

	@Test
	void wantsTheServerThatWasAskedFor() {
		String given = script(this.folder, "V1__x.sql", "create table t (id int)");
		int version = PostgresCluster.shared().primary().majorVersion();
		assertThat(Linted.on("--server-version", Integer.toString(version), given).status()).isZero();
		Linted embedded = Linted.of("--server-version", "14", given);
		assertThat(embedded.status()).isEqualTo(2);
		assertThat(embedded.err()).contains("PostgreSQL " + version + " inside, not 14")
			.contains("--jdbc-url")
			.contains("-Dzdm.test.postgres.version=14");
		assertThat(Linted.on("--server-version", "14", given)).satisfies((given14) -> {
			assertThat(given14.status()).isEqualTo(2);
			assertThat(given14.err()).contains("PostgreSQL " + version + ", not 14");
		});
	}

}
