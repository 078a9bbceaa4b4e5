package dev.zdm.hostile;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

import org.jspecify.annotations.Nullable;

/**
 * Something that a table has or has not, and the statements that bring it and take it
 * away. One thread at a time works on it; many slots share a table.
 */
final class Slot {

	private static final int TABLES = 4;

	private final ReentrantLock lock = new ReentrantLock();

	private final String bring;

	private final String take;

	private boolean there;

	private @Nullable String pending;

	private Slot(String bring, String take) {
		this.bring = bring;
		this.take = take;
	}

	/** The statements that make the tables. */
	static List<String> tables() {
		List<String> statements = new ArrayList<>(
				List.of("create table hub (id bigint primary key)", "insert into hub select generate_series(0, 300)",
						"create table parted (id bigint not null, a int, b text) partition by range (id)",
						"create table parted_1 partition of parted for values from (0) to (150)",
						"create table parted_2 partition of parted for values from (150) to (1000000)",
						"insert into parted select n, n % 7, 'b' || n from generate_series(1, 300) n"));
		for (int i = 0; i < TABLES; i++) {
			statements.add("create table slot_" + i + " (id bigint primary key, a int, b text, hub bigint)");
			statements.add("insert into slot_" + i + " select n, n % 7, 'b' || n, n from generate_series(1, 300) n");
		}
		return statements;
	}

	/** All slots of these tables. */
	static List<Slot> all() {
		List<Slot> slots = new ArrayList<>();
		for (int i = 0; i < TABLES; i++) {
			String table = "slot_" + i;
			slots.add(index(table, table + "_a", "(a)"));
			slots.add(index(table, table + "_b", "(b) where a > 2"));
			slots.add(constraint(table, table + "_u", "unique (id, a)"));
			slots.add(constraint(table, table + "_c", "check (a >= 0)"));
			slots.add(constraint(table, table + "_fk", "foreign key (hub) references hub (id)"));
			slots.add(altered(table, "alter b set not null", "alter b drop not null"));
			slots.add(altered(table, "add column extra int default 1", "drop column extra"));
			slots.add(altered(table, "set (fillfactor = 80)", "reset (fillfactor)"));
		}
		slots.add(index("parted", "parted_a", "(a)"));
		slots.add(constraint("parted", "parted_key", "unique (id)"));
		slots.add(constraint("parted", "parted_check", "check (a >= 0)"));
		slots.add(altered("parted", "alter b set not null", "alter b drop not null"));
		return slots;
	}

	private static Slot index(String table, String name, String definition) {
		return new Slot("create index " + name + " on " + table + " " + definition, "drop index " + name);
	}

	private static Slot constraint(String table, String name, String definition) {
		return altered(table, "add constraint " + name + " " + definition, "drop constraint " + name);
	}

	private static Slot altered(String table, String bring, String take) {
		return new Slot("alter table " + table + " " + bring, "alter table " + table + " " + take);
	}

	boolean tryLock() {
		return this.lock.tryLock();
	}

	void unlock() {
		this.lock.unlock();
	}

	/** What failed last and has to be run again, or what comes next. */
	String next() {
		return (this.pending != null) ? this.pending : this.there ? this.take : this.bring;
	}

	boolean isPending() {
		return this.pending != null;
	}

	/**
	 * Notes what became of the next statement.
	 * @return what is wrong with that, or null
	 */
	@Nullable String note(Answer answer) {
		String sql = next();
		boolean again = isPending();
		switch (answer.kind()) {
			case PASSING -> this.pending = sql;
			case DONE -> done(sql);
			case SETTLED -> {
				done(sql);
				return again ? null : sql + ": " + answer.complaint();
			}
			default -> {
				this.pending = sql;
				return sql + ": " + answer.complaint() + answer.message();
			}
		}
		return null;
	}

	private void done(String sql) {
		this.there = sql.equals(this.bring);
		this.pending = null;
	}

	/** What makes a table without it what it is now; nothing if it is without. */
	List<String> made() {
		return this.there ? List.of(this.bring) : List.of();
	}

}
