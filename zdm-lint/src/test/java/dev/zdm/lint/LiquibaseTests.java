package dev.zdm.lint;

import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static dev.zdm.lint.Linted.script;
import static org.assertj.core.api.Assertions.assertThat;

class LiquibaseTests {

	@TempDir
	Path folder;

	@Test
	void replaysAMasterWithItsIncludes() {
		Linted linted = Linted.on("--format", "json", Linted.resources("liquibase"));
		assertThat(linted.status()).as(linted.toString()).isZero();
		assertThat(linted.verdicts().subList(0, 4)).containsExactly("safe", "safe", "rewrite", "safe");
		assertThat(linted.verdicts()).hasSize(6);
		assertThat(linted.json().<List<Integer>>read("$[*].line")).containsExactly(4, 5, 4, 8, 11, 13);
		assertThat(linted.json().<String>read("$[2].file")).endsWith("liquibase/changes/2-index.sql");
	}

	@Test
	void readsYaml() {
		Linted linted = Linted.on("--format", "json", Linted.resources("liquibase-yaml") + "/db.changelog-master.yaml");
		assertThat(linted.verdicts()).as(linted.toString()).containsExactly("safe", "rewrite");
	}

	@Test
	void judgesOnlyWhatIsBehindAChangeset() {
		Linted linted = Linted.on("--format", "json", "--since", "bob:2", Linted.resources("liquibase"));
		assertThat(linted.json().<List<String>>read("$[*].kind")).first().isEqualTo("CREATE INDEX");
		assertThat(linted.verdicts()).hasSize(3);
	}

	@Test
	void saysThatItReadsSqlOnly() {
		String master = script(this.folder, "db.changelog-master.xml",
				"""
						<databaseChangeLog><changeSet id="1" author="a"><createTable tableName="t"/></changeSet></databaseChangeLog>
						""");
		Linted linted = Linted.on(master);
		assertThat(linted.status()).isEqualTo(2);
		assertThat(linted.err()).contains("changeset a:1 uses createTable").contains("update-sql");
	}

	@Test
	void saysWhatIsMissing() {
		String master = script(this.folder, "db.changelog-master.yaml",
				"databaseChangeLog:\n  - include:\n      file: none/here.sql\n");
		assertThat(Linted.on(master).err()).contains("includes none/here.sql, which is not there");
	}

}
