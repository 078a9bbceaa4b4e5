package dev.zdm.guard;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

import dev.zdm.catalog.TransactionState;
import dev.zdm.guard.Judge.Judgement;
import dev.zdm.guard.Judge.Outcome;
import dev.zdm.journal.MigrationRecord;
import dev.zdm.sql.Script;
import dev.zdm.sql.StatementParser;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.jdbc.PgConnection;

import static org.assertj.core.api.Assertions.assertThat;

class JudgeTests {

	private final GuardedDatabase database = GuardedDatabase.create();

	private final Judge judge = new Judge(GuardSettings.defaults());

	@BeforeEach
	void createTables() throws SQLException {
		this.database.execute("create table a (id bigint primary key, b_id bigint, t text)",
				"create table b (id bigint primary key)", "create index a_b on a (b_id)",
				"create table p (id int) partition by range (id)");
	}

	@AfterEach
	void close() {
		this.database.close();
	}

	/** Statements that are separated by semicolons run in one transaction. */
	@ParameterizedTest
	@ValueSource(strings = { "create table c (id int)", "create index a_t on a (t)", "drop index a_b",
			"create index if not exists a_b on a (b_id)", "create index on p (id)", "alter table a add column x int",
			"alter table a add constraint f foreign key (b_id) references b (id)",
			"alter table a alter column t set not null", "alter table a alter column t type bigint using t::bigint",
			"alter table a rename to a2", "alter table a drop column t", "create view v as select * from a",
			"create index concurrently a_t on a (t)", "do $$ begin end $$", "vacuum a",
			"/* zdm:allow ZDM010 reason=\"small\" */ create index a_t on a (t)",
			"/* zdm:allow ZDM010 */ create index a_t on a (t)",
			"create table c (id int); create index c_id on c (id); alter table c alter column id type text",
			"alter table a add column x int; create index a_t on a (t)",
			"create index a_t on a (t); create index a_t2 on a (t, id); alter table a alter column t set not null",
			"create table c (id int primary key); alter table a add constraint f foreign key (b_id) references c (id)",
			"alter table a add constraint f foreign key (b_id) references b (id) not valid; "
					+ "alter table a validate constraint f" })
	void saysWhatTheGuardDoes(String script) throws SQLException {
		List<String> statements = List.of(script.split("; "));
		try (Connection connection = this.database.guarded().getConnection();
				Statement statement = connection.createStatement()) {
			connection.setAutoCommit(statements.size() == 1);
			for (String sql : statements) {
				Judgement judgement = this.judge.judge(connection.unwrap(PgConnection.class),
						StatementParser.parse(Script.split(sql).get(0)));
				boolean ran = ran(statement, sql);
				assertThat(labels(judgement)).as(sql).contains(this.database.lastEntry().verdict());
				if (!ran) {
					break;
				}
			}
		}
	}

	private static boolean ran(Statement statement, String sql) throws SQLException {
		try {
			statement.execute(sql);
			return true;
		}
		catch (StatementRefusedException ex) {
			return false;
		}
	}

	/** What the journal calls it. */
	private static List<String> labels(Judgement judgement) {
		if (judgement.outcome() == Outcome.REFUSE || judgement.beside()) {
			return List.of(judgement.outcome() == Outcome.REFUSE ? "refuse" : "rewrite");
		}
		return List.of("safe", "free");
	}

	@Test
	void runsNothingAndLeavesNoTransaction() throws SQLException {
		try (Connection connection = this.database.unguarded().getConnection()) {
			connection.setAutoCommit(false);
			Judgement judgement = this.judge.judge(connection, StatementParser
				.parse(Script.split("alter table a alter column t type bigint using t::bigint").get(0)));
			assertThat(judgement.outcome()).isEqualTo(Outcome.REFUSE);
			assertThat(judgement.impact().locks()).hasToString("[ACCESS EXCLUSIVE on public.a]");
			assertThat(TransactionState.of(connection)).isEqualTo(TransactionState.NONE);
		}
		assertThat(this.database.journal()).extracting(MigrationRecord::kind).isEmpty();
	}

}
