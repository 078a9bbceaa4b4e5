package dev.zdm.lint;

import java.nio.file.Path;
import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static dev.zdm.lint.Linted.script;
import static org.assertj.core.api.Assertions.assertThat;

class HistoryTests {

	private static final int SCRIPTS = 300;

	@TempDir
	Path folder;

	/**
	 * The server is started for it, as for a user; it takes some seconds on a quiet
	 * machine.
	 */
	@Test
	void threeHundredScriptsTakeLessThanAMinute() {
		for (int i = 1; i <= SCRIPTS; i++) {
			script(this.folder, "V" + i + "__change.sql", sql(i));
		}
		long start = System.nanoTime();
		Linted linted = Linted.of("--format", "json", "--fail-on", "rewrite", this.folder.toString());
		Duration time = Duration.ofNanos(System.nanoTime() - start);
		System.out.printf("%d scripts with %d statements in %d ms%n", SCRIPTS, linted.verdicts().size(),
				time.toMillis());
		assertThat(linted.status()).as(linted.err()).isEqualTo(1);
		assertThat(linted.verdicts()).hasSizeGreaterThan(2 * SCRIPTS);
		assertThat(time).isLessThan(Duration.ofMinutes(1));
	}

	private static String sql(int number) {
		int table = number - (number - 1) % 6;
		return switch (number - table) {
			case 0 -> """
					create table t%1$d (id bigint generated always as identity primary key, name text not null, n int,
					    at timestamptz default now());
					create index t%1$d_name on t%1$d (name);
					comment on table t%1$d is 'table %1$d';
					""".formatted(table);
			case 1 -> """
					alter table t%1$d add column c numeric(10, 2) default 0;
					alter table t%1$d add column d uuid default gen_random_uuid();
					""".formatted(table);
			case 2 ->
				"create index t%1$d_n on t%1$d (n); create unique index t%1$d_c on t%1$d (c, id);".formatted(table);
			case 3 -> """
					insert into t%1$d (name) select 'n' || i from generate_series(1, 20) i;
					update t%1$d set n = id;
					alter table t%1$d alter column n set not null;
					""".formatted(table);
			case 4 -> """
					alter table t%1$d add constraint t%1$d_n_fk foreign key (n) references t1 (id) not valid;
					alter table t%1$d alter column name type varchar(100);
					""".formatted(table);
			default ->
				"alter table t%1$d drop column c, add column e text; drop index if exists t%1$d_n;".formatted(table);
		};
	}

}
