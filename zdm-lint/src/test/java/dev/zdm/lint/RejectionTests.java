package dev.zdm.lint;

import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static dev.zdm.lint.Linted.script;
import static org.assertj.core.api.Assertions.assertThat;

class RejectionTests {

	@TempDir
	Path folder;

	@Test
	void showsWhereTheServerStumbled() {
		String given = script(this.folder, "V1__x.sql", """
				create table ä (id bigint);
				-- comment
				select 'ö',
					nothing from ä;
				""");
		Linted linted = Linted.on("--color", "never", given);
		assertThat(linted.status()).isEqualTo(2);
		assertThat(linted.out()).contains("""
				V1__x.sql:4:2: error: column "nothing" does not exist (SQLSTATE 42703)
				    4 | \tnothing from ä;
				      | \t^
				""").contains("1 statement judged");
	}

	@Test
	void jsonStaysJson() {
		String given = script(this.folder, "V1__x.sql", "create table t (id int);\n  selec 1;");
		Linted linted = Linted.on("--format", "json", given);
		assertThat(linted.status()).isEqualTo(2);
		assertThat(linted.verdicts()).containsExactly("safe");
		assertThat(linted.err()).contains("V1__x.sql:2:3: error: syntax error at or near \"selec\" (SQLSTATE 42601)");
	}

	@Test
	void scriptsBeforeAndSetUpAreLocatedToo() {
		String setup = script(this.folder, "setup.sql", "create table t (id int);\ncreate table t (id int);");
		String given = script(this.folder, "V1__x.sql", "create table t (id int)");
		Linted linted = Linted.on("--setup", setup, "--format", "github", given);
		assertThat(linted.status()).isEqualTo(2);
		assertThat(linted.out()).contains("::error file=")
			.contains("setup.sql,line=2,col=1")
			.contains("already exists");
	}

	@Test
	void aCommitCanFail() {
		String given = script(this.folder, "V1__x.sql", """
				create table t (id int primary key, t int references t deferrable initially deferred);
				insert into t values (1, 2);""");
		Linted linted = Linted.on(given);
		assertThat(linted.status()).isEqualTo(2);
		assertThat(linted.out()).contains("V1__x.sql:2:1: error").contains("violates foreign key constraint");
	}

	@Test
	void knowsWhatHelpsInATransaction() {
		String given = script(this.folder, "V1__x.sql", """
				create table t (id int) partition by list (id);
				create table p partition of t for values in (1);
				alter table t detach partition p concurrently;""");
		Linted linted = Linted.on(given);
		assertThat(linted.status()).isEqualTo(2);
		assertThat(linted.out()).contains("executeInTransaction=false");
	}

	@Test
	void usageIsExplained() {
		String given = script(this.folder, "V1__x.sql", "select 1");
		String twin = script(this.folder, "V1_0__y.sql", "select 1");
		assertWrong("There is no FILE or FOLDER");
		assertWrong("There is no option --fast", "--fast", given);
		assertWrong("--format must be text, json, sarif, github, not xml", "--format", "xml", given);
		assertWrong("There is no " + this.folder.resolve("none"), this.folder.resolve("none").toString());
		assertWrong("'x' is no version", "--since", "x", given);
		assertWrong("Version 1 is there twice", this.folder.toString(), twin);
		assertWrong("there is no such rule", "--rule", "ZDM999=off", given);
		assertWrong("--jdbc-url needs a URL", "--jdbc-url", "jdbc:mysql://x", given);
		assertWrong("the database cannot be used", "--jdbc-url", "jdbc:postgresql://localhost:1/x", given);
	}

	private static void assertWrong(String message, String... args) {
		Linted linted = Linted.of(args);
		assertThat(linted.status()).as(List.of(args).toString()).isEqualTo(2);
		assertThat(linted.err()).contains(message);
		assertThat(linted.out()).isEmpty();
	}

	@Test
	void helpIsNoError() {
		assertThat(Linted.of("--help")).satisfies((help) -> {
			assertThat(help.status()).isZero();
			assertThat(help.out()).startsWith("Usage: java -jar zdm-lint.jar");
		});
	}

}
