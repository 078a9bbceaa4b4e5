package dev.zdm.guard;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Columns whose values are filled while the migration waits, through the guard.
 */
class NewColumnTests {

	private final GuardedDatabase database = GuardedDatabase.create();

	@BeforeEach
	void createTables() throws SQLException {
		this.database.execute("create table orders (id bigint primary key, email text, touched int default 0)",
				"insert into orders select n, 'e' || n from generate_series(1, 20000) n",
				"create table days (day int primary key, n int) partition by range (day)",
				"create table days1 partition of days for values from (1) to (500)",
				"create table days2 partition of days for values from (500) to (1001)",
				"insert into days select n, n from generate_series(1, 1000) n",
				"create table lines (id bigint, touched int)", "create index on lines (id)",
				"insert into lines select n, 0 from generate_series(1, 20000) n");
	}

	@AfterEach
	void close() {
		this.database.close();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			alter table orders add column x uuid not null default gen_random_uuid() unique     | orders | 0
			alter table orders add column x bigserial                                          | orders | 20001
			alter table orders add column x int generated always as identity (start 7)         | orders | 20007
			alter table orders add column if not exists x float default random() check (x < 2) | orders | 0
			alter table days add column x serial                                               | days   | 1001
			alter table lines add column x bigserial unique                                    | lines  | 20001
			""")
	void rowsGetTheirValuesWhileOthersReadAndWrite(String sql, String table, long next) throws Exception {
		AtomicBoolean over = new AtomicBoolean();
		AtomicLong longest = new AtomicLong();
		CompletableFuture<Long> client = CompletableFuture.supplyAsync(() -> use(over, longest));
		this.database.guard(sql);
		over.set(true);
		assertThat(client.get()).isPositive();
		assertThat(longest.get()).as("longest wait of a client in ms").isLessThan(1500);
		assertThat(this.database.query("select count(*) from " + table + " where x is null")).containsExactly("0");
		assertThat(this.database.lastEntry().outcome()).isEqualTo("done");
		assertThat(this.database.query("select state from zdm.backfill")).containsExactly("done");
		if (next > 0) {
			assertThat(this.database.query("select count(*) = count(distinct x) from " + table)).containsExactly("t");
			assertThat(this.database.query("select nextval(pg_get_serial_sequence('" + table + "', 'x')) >= " + next
					+ " and nextval(pg_get_serial_sequence('" + table + "', 'x')) > (select max(x) from " + table
					+ ")"))
				.containsExactly("t");
			assertThat(this.database.query("select relname from pg_class where relkind = 'S' and relname ~ 'zdm'"))
				.isEmpty();
		}
	}

	/** Inserts, updates and reads until it is over; says how often. */
	private long use(AtomicBoolean over, AtomicLong longest) {
		long rounds = 0;
		try (Connection connection = this.database.unguarded().getConnection();
				Statement statement = connection.createStatement()) {
			while (!over.get()) {
				long started = System.nanoTime();
				statement.execute("insert into orders (id) values (" + (100_000 + rounds) + ")");
				statement.execute("update orders set touched = touched + 1 where id = " + (rounds % 20000 + 1));
				statement.execute("select count(*) from orders where id < 10");
				statement.execute("update lines set touched = touched + 1 where id = " + (rounds * 7 % 20000 + 1));
				longest.accumulateAndGet((System.nanoTime() - started) / 1_000_000, Math::max);
				rounds++;
			}
			return rounds;
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Test
	void aFillThatFailsGoesOnWhenTheCauseIsMended() throws SQLException {
		this.database.execute(
				"create function hinder() returns trigger language plpgsql as $$ begin "
						+ "if new.id = 15000 then raise exception 'not this one'; end if; return new; end $$",
				"create trigger hinder before update on orders for each row execute function hinder()");
		String sql = "alter table orders add column x uuid not null default gen_random_uuid()";
		assertThatExceptionOfType(SQLException.class).isThrownBy(() -> this.database.guard(sql));
		assertThat(this.database.lastEntry().outcome()).isEqualTo("failed");
		List<String> filled = this.database.query("select x from orders where id = 1");
		this.database.execute("drop trigger hinder on orders");
		this.database.guard(sql);
		assertThat(this.database.query("select x from orders where id = 1")).isEqualTo(filled);
		assertThat(this.database.query("select count(*) from orders where x is null")).containsExactly("0");
		assertThat(this.database
			.query("select attnotnull from pg_attribute where attrelid = 'orders'::regclass " + "and attname = 'x'"))
			.containsExactly("t");
	}

	@Test
	void aColumnThatCameBackIsFilledAnew() throws SQLException {
		String sql = "alter table orders add column x uuid default gen_random_uuid()";
		this.database.guard(sql, "alter table orders drop column x", sql);
		assertThat(this.database.query("select count(*) from orders where x is null")).containsExactly("0");
	}

	@Test
	void insideATransactionThatHoldsNothingItIsRunBesideIt() throws SQLException {
		try (Connection connection = this.database.guarded().getConnection();
				Statement statement = connection.createStatement()) {
			connection.setAutoCommit(false);
			statement.execute("alter table orders add column x bigserial");
			connection.commit();
			connection.setAutoCommit(true);
		}
		assertThat(this.database.query("select count(*) from orders where x is null")).containsExactly("0");
	}

	@Test
	void insideATransactionThatHoldsTheTableItIsRefused() throws SQLException {
		try (Connection connection = this.database.guarded().getConnection();
				Statement statement = connection.createStatement()) {
			connection.setAutoCommit(false);
			statement.execute("alter table orders alter column touched set default 1");
			assertThatExceptionOfType(StatementRefusedException.class)
				.isThrownBy(() -> statement.execute("alter table orders add column x bigserial"))
				.withMessageContaining("UPDATE public.orders SET x = DEFAULT WHERE x IS NULL");
			connection.rollback();
			connection.setAutoCommit(true);
		}
	}

	@Test
	void aColumnThatIsThereKeepsWhatItIs() throws SQLException {
		this.database.execute("alter table orders add column x int");
		this.database.guard("alter table orders add column if not exists x int default 1 check (x > 0), "
				+ "add constraint c check (id > 0)");
		assertThat(this.database.constraints("orders")).noneMatch((constraint) -> constraint.contains("x_check"))
			.anyMatch((constraint) -> constraint.startsWith("c"));
		assertThat(this.database.lastEntry().verdict()).isEqualTo("rewrite");
	}

}
