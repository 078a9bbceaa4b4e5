package dev.zdm.lint;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import com.jayway.jsonpath.DocumentContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class ReportTests {

	private static final String SHOP = Linted.resources("shop");

	@Test
	void textShowsTheSource() {
		String text = Linted.on("--color", "never", SHOP).out();
		assertThat(text).contains("""
				/V2__index.sql:2:1: rewrite: CREATE INDEX
				    2 | create index orders_email on orders (email);
				      | ^~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
				  ZDM010 CREATE INDEX blocks every write until it is built
				""")
			.contains("    CREATE INDEX CONCURRENTLY orders_email ON public.orders (email);")
			.contains("""
					/V10__types.sql:2:2: refuse: ALTER TABLE
					    2 | \talter table orders
					      | \t^~~~~~~~~~~~~~~~~~
					""")
			.contains("allowed because: ZDM011: nobody reads at night, so 50% may wait")
			.contains("14 statements judged in 7 migrations on PostgreSQL ")
			.contains("1 refuse, 3 rewrite,");
		assertThat(text).doesNotContain("\033");
	}

	@Test
	void textIsColouredOnDemand() {
		assertThat(Linted.on("--color=always", SHOP).out()).contains("\033[31;1mrefuse\033[0m");
	}

	@Test
	void sarifHasWhatCodeScanningNeeds() {
		DocumentContext sarif = Linted.on("--format", "sarif", SHOP).json();
		assertThat(sarif.<String>read("$.version")).isEqualTo("2.1.0");
		assertThat(sarif.<String>read("$.$schema")).contains("sarif-2.1.0");
		assertThat(sarif.<String>read("$.runs[0].tool.driver.name")).isEqualTo("zdm-lint");
		List<String> rules = sarif.read("$.runs[0].tool.driver.rules[*].id");
		assertThat(rules).contains("ZDM010", "ZDM011", "ZDM020", "ZDM040").doesNotHaveDuplicates();
		assertThat(sarif.<List<String>>read("$.runs[0].tool.driver.rules[?(@.id=='ZDM010')].help.markdown"))
			.singleElement()
			.asString()
			.startsWith("# ZDM010 CREATE INDEX blocks every write until it is built");
		List<Map<String, Object>> results = sarif.read("$.runs[0].results");
		assertThat(results).allSatisfy((result) -> assertThat(result).containsKeys("ruleId", "level", "message",
				"locations", "partialFingerprints"));
		assertThat(sarif.<Map<String, Object>>read("$.runs[0].results[0]")).containsEntry("ruleId", "ZDM010")
			.containsEntry("level", "warning");
		assertThat(sarif.<String>read("$.runs[0].results[0].message.text")).contains("CREATE INDEX CONCURRENTLY");
		assertThat(sarif.<String>read("$.runs[0].results[0].locations[0].physicalLocation.artifactLocation.uri"))
			.isEqualTo(SHOP + "/V2__index.sql");
		assertThat(sarif.<Map<String, Object>>read("$.runs[0].results[0].locations[0].physicalLocation.region"))
			.containsEntry("startLine", 2)
			.containsEntry("startColumn", 1)
			.containsEntry("endColumn", 44);
		assertThat(sarif.<List<String>>read("$.runs[0].results[?(@.ruleId=='ZDM011')].suppressions[0].justification"))
			.containsExactly("ZDM011: nobody reads at night, so 50% may wait");
		assertThat(sarif.<Boolean>read("$.runs[0].invocations[0].executionSuccessful")).isTrue();
	}

	@Test
	void sarifNamesFilesByUri(@TempDir Path folder) {
		String path = Linted.script(folder, "V1__a b%ü[#]?.sql", "create table t (id int);\ncreate table t (id int);");
		assertThat(rejectedFile(path)).startsWith("file:///").endsWith("/V1__a%20b%25%C3%BC%5B%23%5D%3F.sql");
		Path here = Path.of("").toAbsolutePath();
		assertThat(rejectedFile(here.relativize(Path.of(path)).toString())).startsWith("../").endsWith("%3F.sql");
	}

	private static String rejectedFile(String path) {
		return Linted.on("--format", "sarif", path)
			.json()
			.read("$.runs[0].invocations[0].toolExecutionNotifications[0].locations[0].physicalLocation"
					+ ".artifactLocation.uri");
	}

	@Test
	void githubGetsOneAnnotationALine() {
		List<String> lines = Linted.on("--format", "github", SHOP).out().lines().toList();
		assertThat(lines).allMatch((line) -> line.matches("::(error|warning|notice) file=[^,:]+,line=\\d+,.*::.+"))
			.anyMatch((line) -> line.startsWith("::warning file=" + SHOP
					+ "/V2__index.sql,line=2,endLine=2,col=1,title=zdm%3A rewrite ZDM010::ZDM010 CREATE INDEX blocks"))
			.anyMatch((line) -> line.startsWith("::error file=" + SHOP + "/V10__types.sql,line=2,endLine=3,col=2"))
			.anyMatch((line) -> line.startsWith("::notice") && line.contains("50%25 may wait"));
	}

	@Test
	void jsonQuotesWhatNeedsIt() {
		assertThat(Json.of(Map.of("a\"\\", List.of("\n\t\u0001ö😀", 1, true))))
			.isEqualTo("{\n  \"a\\\"\\\\\": [\n    \"\\n\\t\\u0001ö\\ud83d\\ude00\",\n    1,\n    true\n  ]\n}\n");
		assertThat(Json.of(List.of())).isEqualTo("[]\n");
	}

}
