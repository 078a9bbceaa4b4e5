package dev.zdm.lint;

import java.nio.file.Path;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static dev.zdm.lint.Linted.script;
import static org.assertj.core.api.Assertions.assertThat;

class TransactionTests {

	@TempDir
	Path folder;

	@BeforeEach
	void createTables() {
		script(this.folder, "V1__tables.sql", """
				create table a (id bigint primary key, b_id bigint, t text);
				create table b (id bigint primary key);""");
	}

	private Linted later(String name, String sql) {
		script(this.folder, name, sql);
		return Linted.on("--since", "1", "--format", "json", this.folder.toString());
	}

	@Test
	void whatTheMigrationCreatedIsFree() {
		assertThat(later("V2__x.sql", """
				create table c (id bigint, t text);
				create index c_t on c (t);
				alter table c alter column t type bigint using t::bigint;""").verdicts()).containsExactly("safe",
				"safe", "safe");
	}

	@Test
	void whatAnEarlierMigrationCreatedIsNot() {
		assertThat(later("V2__x.sql", "create index b_id2 on b (id);").verdicts()).containsExactly("rewrite");
	}

	@Test
	void behindAStrongLockAnIndexNeedsAMigrationOfItsOwn() {
		Linted linted = later("V2__x.sql", "alter table a add column x int; create index a_t on a (t);");
		assertThat(linted.verdicts()).containsExactly("safe", "refuse");
		assertThat(linted.json().<String>read("$[1].instead")).contains("put it in a migration of its own")
			.contains("holds ACCESS EXCLUSIVE on public.a");
	}

	@Test
	void aBackfillThatIsRequiredCountsAsDoneAndAWordThatIsMisspeltIsRefused() {
		assertThat(later("V2__x.sql", """
				-- zdm:requires backfill totals or wait
				comment on table a is 'x';
				comment on table b is 'x'; -- zdm:requires totals
				comment on table b is 'x'; -- zdm:require backfill totals""").verdicts()).containsExactly("safe",
				"refuse", "refuse");
	}

	@Test
	void manyRowsAreForABackfill() {
		Linted linted = later("V2__x.sql", """
				insert into a select g from generate_series(1, 20000) g;
				create table c (id bigint);
				insert into c select g from generate_series(1, 20000) g;
				insert into b values (1, 1);""");
		assertThat(linted.verdicts()).startsWith("refuse").containsOnlyOnce("refuse");
		assertThat(linted.json().<String>read("$[0].findings[0].code")).isEqualTo("ZDM082");
	}

	@Test
	void whatIsRewrittenLeavesNoLockBehind() {
		assertThat(later("V2__x.sql", """
				create index a_t on a (t);
				create index a_b on a (b_id);
				alter table a add constraint a_b_fk foreign key (b_id) references b (id);
				alter table a alter column t set not null;""").verdicts()).containsOnly("rewrite");
	}

	@Test
	void whatNeedsTheTransactionIsRunInItAllTheSame() {
		Linted linted = later("V2__x.sql", """
				create function twice(text) returns text language sql immutable as 'select $1 || $1';
				create index a_t on a (twice(t));""");
		assertThat(linted.status()).as(linted.toString()).isZero();
		assertThat(linted.verdicts()).last().isEqualTo("rewrite");
	}

	@Test
	void whatCannotRunInATransactionRunsWithoutOne() {
		Linted linted = later("V2__x.sql", "create index concurrently a_t on a (t); vacuum a;");
		assertThat(linted.status()).as(linted.toString()).isZero();
		assertThat(linted.verdicts()).first().isEqualTo("safe");
		assertThat(linted.err()).isEmpty();
	}

	@Test
	void warnsOfWhatFlywayDoesNotMix() {
		Linted linted = later("V2__x.sql", "create index concurrently a_t on a (t); alter table a add column x int;");
		assertThat(linted.verdicts()).containsExactly("safe", "safe");
		assertThat(linted.err()).contains("V2__x.sql").contains("mixed=true");
	}

	@Test
	void theScriptsConfigurationLeavesOutTheTransaction() {
		script(this.folder, "V2__x.sql.conf", "executeInTransaction=false\n");
		Linted linted = later("V2__x.sql", "alter table a add column x int; create index a_t on a (t);");
		assertThat(linted.verdicts()).containsExactly("safe", "rewrite");
	}

	@Test
	void aScriptMayEndItsTransactionItself() {
		Linted linted = later("V2__x.sql", "alter table a add column x int; commit; create index a_t on a (t);");
		assertThat(linted.verdicts()).containsExactly("safe", "safe", "rewrite");
	}

	@Test
	void theNextMigrationHasASessionAsNew() {
		script(this.folder, "V2__x.sql", "create schema s; set search_path = s; create table a (id int);");
		Linted linted = later("V3__x.sql", "create index a_t on a (t);");
		assertThat(linted.json().<String>read("$[3].locks[0].relation")).isEqualTo("public.a");
	}

}
