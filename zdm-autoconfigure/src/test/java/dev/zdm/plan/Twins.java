package dev.zdm.plan;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

import dev.zdm.catalog.Database;
import dev.zdm.catalog.LockMode;
import dev.zdm.plan.Step.Patience;
import dev.zdm.plan.Step.StepTransaction;
import dev.zdm.rule.RelationLock;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Two databases that begin alike: in one a statement runs as it stands, in the other by
 * its plan.
 */
final class Twins implements AutoCloseable {

	/** More steps than any plan has. */
	static final int ALL = Integer.MAX_VALUE;

	private static final String[] SETUP = { "drop schema if exists \"Other.S\" cascade", "drop schema public cascade",
			"create schema public", "create schema \"Other.S\"",
			"create table customers (id bigint primary key, code text)", """
					create table orders (id bigint, customer bigint, parent bigint, a int, b int, note text,
					    total numeric(10,2), "Odd ""Col" int, day date not null)""",
			"create table \"Other.S\".\"T.1 (x)\" (\"A (b)\" int, c text)", """
					create table a_table_with_a_name_that_is_nearly_as_long_as_a_name_can_be_äö
					    (a_column_with_a_name_that_is_long_as_well_ä int, b int)""",
			"create table p (id int, customer bigint) partition by range (id)",
			"create table p1 partition of p for values from (1) to (100)", "create table parent (id int)",
			"create table heir (x int) inherits (parent)",
			"insert into customers select n from generate_series(1, 9) n",
			"insert into orders select n, n, n, n, n, n, n, n, date '2026-01-01' + n from generate_series(1, 9) n",
			"insert into p select n, n from generate_series(1, 9) n", "create unique index ready on orders (id, b)",
			"create index orders_note_idx on orders (note)", "create table keyed (a int, b int, primary key (b, a))",
			"insert into keyed select n, n from generate_series(1, 9) n",
			"create index \"I.1\" on \"Other.S\".\"T.1 (x)\" (c)",
			"create table ranged (id int primary key, v int) partition by range (id)",
			"create table ranged1 partition of ranged for values from (1) to (5)",
			"create table ranged2 partition of ranged for values from (5) to (100)",
			"insert into ranged select n, n from generate_series(1, 9) n",
			"create unlogged table \"Other.S\".\"U\" (\"K\" int primary key)",
			"insert into \"Other.S\".\"U\" select n from generate_series(1, 9) n",
			"create domain positive as int check (value > 0)", "create domain plain as text" };

	/**
	 * Everything that a plan may change, and must change as the statement does. Whether a
	 * key is inherited is not asked: it never is, and PostgreSQL says so of a key that
	 * was attached, as after a restore from {@code pg_dump}, but not of one that its
	 * parent made.
	 */
	private static final String CATALOG = """
			select 'column ' || a.attrelid::regclass || ' ' || a.attnum || ' ' || a.attname || ' ' || format_type(a.atttypid, a.atttypmod)
			    || case when a.attnotnull then ' not null' else '' end
			    || coalesce(' default ' || pg_get_expr(d.adbin, d.adrelid), '')
			    || ' ' || a.attinhcount || ' ' || a.attislocal || ' ' || a.attstorage::text || a.attcompression::text
			    || a.attidentity::text || a.attgenerated::text || ' ' || coalesce(a.attoptions::text, '')
			    || ' ' || a.attcollation
			from pg_attribute a join pg_class c on c.oid = a.attrelid
			left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
			where c.relnamespace in ('public'::regnamespace, '"Other.S"'::regnamespace) and c.relkind in ('r', 'p')
			and a.attnum > 0 and not a.attisdropped
			union all
			select 'constraint ' || conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid)
			    || case when convalidated then '' else ' (not valid)' end || ' inherited ' || coninhcount || ' local ' || conislocal
			    || case when contype in ('c', 'n') and connoinherit then ' no inherit' else '' end || ' parent '
			    || coalesce((select conrelid::regclass || ' ' || conname from pg_constraint p where p.oid = con.conparentid), '')
			    || ' index ' || coalesce(nullif(conindid, 0)::regclass::text, '')
			from pg_constraint con where connamespace in ('public'::regnamespace, '"Other.S"'::regnamespace)
			union all
			select 'index ' || pg_get_indexdef(i.indexrelid) || ' primary ' || i.indisprimary || ' immediate '
			    || i.indimmediate || case when i.indisvalid then '' else ' (invalid)' end || ' ' || c.relispartition
			    || ' ' || i.indisready || ' ' || i.indislive || ' ' || i.indisreplident || ' ' || i.indisclustered
			from pg_index i join pg_class c on c.oid = i.indexrelid
			where c.relnamespace in ('public'::regnamespace, '"Other.S"'::regnamespace)
			union all
			select 'child ' || h.inhrelid::regclass || ' of ' || h.inhparent::regclass || ' ' || h.inhseqno || ' '
			    || h.inhdetachpending || ' ' || c.relispartition || ' ' || coalesce(pg_get_expr(c.relpartbound, c.oid), '')
			from pg_inherits h join pg_class c on c.oid = h.inhrelid
			union all
			select 'trigger ' || tgrelid::regclass || ' ' || case when tgisinternal then '' else tgname || ' of '
			    || coalesce((select tgrelid::regclass::text from pg_trigger p where p.oid = t.tgparentid), '') end || ' ' || tgfoid::regproc || ' ' || tgenabled::text || ' '
			    || coalesce((select conrelid::regclass || ' ' || conname from pg_constraint where oid = tgconstraint), '')
			from pg_trigger t
			union all
			select 'relation ' || c.oid::regclass || ' ' || c.relkind::text || ' ' || c.relpersistence::text || ' ' || c.relispartition
			    || ' ' || coalesce(c.reloptions::text, '') || ' ' || coalesce(c.relacl::text, '') || ' ' || c.relam || ' '
			    || c.reltablespace || ' ' || coalesce(pg_get_partkeydef(c.oid), '') || ' ' || c.relhasrules || ' '
			    || c.relrowsecurity || ' ' || c.relreplident::text || ' ' || pg_get_userbyid(c.relowner) || ' '
			    || coalesce(obj_description(c.oid, 'pg_class'), '')
			from pg_class c where c.relnamespace in ('public'::regnamespace, '"Other.S"'::regnamespace)
			union all
			select 'depends ' || pg_describe_object(d.classid, d.objid, d.objsubid) || ' on '
			    || pg_describe_object(d.refclassid, d.refobjid, d.refobjsubid) || ' ' || d.deptype::text
			from pg_depend d join pg_class c on d.classid = 'pg_class'::regclass and c.oid = d.objid and c.relkind in ('i', 'I', 'S')
			where c.relnamespace in ('public'::regnamespace, '"Other.S"'::regnamespace)
			union all
			select 'sequence ' || seqrelid::regclass || ' ' || seqtypid::regtype || ' ' || seqstart || ' ' || seqincrement
			    || ' ' || seqmax || ' ' || seqmin || ' ' || seqcache || ' ' || seqcycle || ' '
			    || pg_get_userbyid(c.relowner)
			from pg_sequence s join pg_class c on c.oid = s.seqrelid
			order by 1
			""";

	private static final String READ = "select relid || ' ' || seq_tup_read from pg_stat_xact_user_tables where seq_tup_read > 0 order by 1";

	/** The strongest lock on each table, save those on partitions and heirs. */
	private static final String LOCKS = """
			select distinct on (l.relation) l.relation || ' ' || l.mode from pg_locks l join pg_class c on c.oid = l.relation
			where l.pid = pg_backend_pid() and l.locktype = 'relation' and c.relkind in ('r', 'p')
			and c.relnamespace in ('public'::regnamespace, '"Other.S"'::regnamespace)
			and c.relname not in ('p1', 'heir', 'ranged1', 'ranged2', 'ranged_lines1', %s) and l.mode <> 'AccessShareLock'
			order by l.relation, array_position(array['AccessExclusiveLock', 'ShareRowExclusiveLock', 'ShareLock',
			    'ShareUpdateExclusiveLock', 'RowExclusiveLock', 'RowShareLock'], l.mode)
			""";

	final Database plain = new Database();

	final Database planned = new Database();

	void begin(String... setup) throws SQLException {
		for (Database database : List.of(this.plain, this.planned)) {
			try (Connection connection = database.begin()) {
				Database.run(connection, SETUP);
				Database.run(connection, setup);
				connection.commit();
			}
		}
	}

	static Optional<Plan> plan(Connection connection, String sql) throws SQLException {
		return Planner.plan(Database.parse(sql), Database.facts(connection, sql));
	}

	Optional<Plan> find(String sql) throws SQLException {
		try (Connection connection = this.planned.connect()) {
			return plan(connection, sql);
		}
	}

	Plan plan(String sql) throws SQLException {
		return find(sql).orElseThrow();
	}

	/**
	 * Runs the whole plan of a statement.
	 * @return how many steps were run
	 */
	int run(String sql) throws SQLException {
		try (Connection connection = this.planned.connect()) {
			return run(connection, plan(connection, sql).orElseThrow(), ALL);
		}
	}

	/**
	 * The plan reaches what the statement does, and there is nothing left to do then.
	 * @return how many steps were run
	 */
	int assertReaches(String sql) throws SQLException {
		this.plain.run(sql);
		try (Connection connection = this.planned.connect()) {
			Plan plan = plan(connection, sql).orElseThrow();
			int run = run(connection, plan, ALL);
			assertThat(run).isPositive();
			assertThat(run(connection, plan, ALL)).isZero();
			assertAlike();
			return run;
		}
	}

	/**
	 * The plan reaches what the statement does if each step is run with new facts: what a
	 * process that dies after every step does.
	 */
	void assertGoesOn(String sql) throws SQLException {
		this.plain.run(sql);
		try (Connection connection = this.planned.connect()) {
			int steps = plan(connection, sql).orElseThrow().steps().size();
			for (int i = 1; i < steps; i++) {
				run(connection, plan(connection, sql).orElseThrow(), 1);
			}
			run(connection, plan(connection, sql).orElseThrow(), ALL);
		}
		assertAlike();
	}

	/**
	 * Runs steps of a plan as an executor does, no more than so many.
	 * @return how many were run
	 */
	static int run(Connection connection, Plan plan, int atMost) throws SQLException {
		int run = 0;
		for (Step step : plan.steps()) {
			if (run < atMost && !answer(connection, step.done())) {
				if (step.leftover() != null && answer(connection, step.leftover().present())) {
					Database.run(connection, step.leftover().clearSql());
				}
				runOne(connection, step);
				run++;
				assertThat(answer(connection, step.done())).as(step.sql()).isEqualTo(step.done() != Check.NEVER);
			}
		}
		return run;
	}

	/**
	 * Runs a step as it asks for, and sees that it takes the locks that it says, and
	 * reads no rows while it blocks writes.
	 */
	private static void runOne(Connection connection, Step step) throws SQLException {
		if (step.transaction() == StepTransaction.NONE) {
			assertThat(step.patience()).isEqualTo(Patience.PATIENT);
			Database.run(connection, step.sql());
			return;
		}
		if (step.transaction() == StepTransaction.BATCHES) {
			assertThat(step.fill()).isNotNull();
			assertThat(Database.strings(connection, step.sql() + " returning 1")).isNotEmpty();
			return;
		}
		connection.setAutoCommit(false);
		List<String> read = Database.strings(connection, READ);
		Database.run(connection, step.sql());
		if (step.patience() == Patience.LADDER) {
			assertThat(Database.strings(connection, READ)).as(step.sql()).isEqualTo(read);
		}
		else {
			assertThat(step.locks()).extracting(RelationLock::mode).noneMatch(LockMode::blocksWrites);
		}
		assertThat(step.locks()).as(step.sql())
			.extracting((lock) -> lock.oid() + " " + lock.mode().pgName())
			.containsAll(Database.strings(connection, LOCKS.formatted(made(step))));
		connection.commit();
		connection.setAutoCommit(true);
	}

	/**
	 * The names of what is yet to be made, and has no object id that a plan could know.
	 */
	private static String made(Step step) {
		return step.locks()
			.stream()
			.filter((lock) -> lock.oid() == 0)
			.map((lock) -> "'" + lock.relation().name() + "'")
			.findFirst()
			.orElse("''");
	}

	static boolean answer(Connection connection, Check check) throws SQLException {
		try (PreparedStatement statement = connection.prepareStatement(check.sql())) {
			for (int i = 0; i < check.parameters().size(); i++) {
				statement.setObject(i + 1, check.parameters().get(i));
			}
			try (ResultSet row = statement.executeQuery()) {
				row.next();
				return row.getBoolean(1);
			}
		}
	}

	static boolean isDone(Connection connection, Step step) {
		try {
			return Twins.answer(connection, step.done());
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
	}

	void assertAlike() throws SQLException {
		List<String> plain = this.plain.strings(CATALOG);
		List<String> planned = this.planned.strings(CATALOG);
		assertThat(planned).filteredOn((line) -> !plain.contains(line)).as("only the plan left").isEmpty();
		assertThat(plain).filteredOn((line) -> !planned.contains(line)).as("only the statement left").isEmpty();
		assertThat(planned).isEqualTo(plain);
	}

	@Override
	public void close() {
		this.plain.close();
		this.planned.close();
	}

}
