package dev.zdm.hostile;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.zdm.operation.CatalogDump;
import dev.zdm.operation.Shop;
import dev.zdm.test.PostgresServer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Some seconds of hostility in one database. Three instances send statements of slots and
 * of a journey, in bad weather; then it clears up, what failed is run again, and all must
 * be as in a database where nothing ever went wrong.
 */
final class Round {

	private static final int INSTANCES = 3;

	private static final int SENDERS = 4;

	private static final int ATTEMPTS = 10;

	private static final Duration GIVE_UP_AFTER = Duration.ofSeconds(8);

	/** What is half done: tables with such indexes and constraints. */
	private static final String HALF = """
			select t.oid::regclass || ' ' || i.indexrelid::regclass || ' ' || coalesce(pg_partition_root(t.oid), t.oid)::regclass
			from pg_index i join pg_class t on i.indrelid in (t.oid, t.reltoastrelid) and t.relkind <> 't' where not i.indisvalid
			union all
			select conrelid::regclass || ' ' || conname || ' ' || coalesce(pg_partition_root(conrelid), conrelid)::regclass
			from pg_constraint where conrelid <> 0 and (not convalidated or conname like '%zdm%')
			""";

	/**
	 * The statements that may have left it: about its table, or with a step that names
	 * it.
	 */
	private static final String EXPLAINED = """
			select 1 from zdm.migration m where outcome in ('failed', 'interrupted', 'running') and (relation in (%1$s)
			    or exists (select from zdm.migration_step s where s.migration = m.id
			        and exists (select from unnest(array[%1$s]) name where position(name in s.sql) > 0)))
			""";

	/** What the journal takes for running, and the session that it takes for alive. */
	private static final String RUNNING = """
			select m.sql || ' begun at ' || m.started_at || ' by ' || coalesce(m.backend_pid || ' since ' || m.backend_start, 'nobody')
			    || coalesce(', which is ' || a.state || ' since ' || a.backend_start || ': ' || a.query, ', which is gone')
			from zdm.migration m left join pg_stat_activity a on a.pid = m.backend_pid where m.outcome = 'running'
			""";

	private final PostgresServer server;

	private final Random random;

	private final Figures figures;

	private final List<Slot> slots = Slot.all();

	private final List<String> wrong = new CopyOnWriteArrayList<>();

	private final AtomicReferenceArray<Instance> instances = new AtomicReferenceArray<>(INSTANCES);

	private final ReentrantReadWriteLock servers = new ReentrantReadWriteLock();

	private volatile boolean over;

	Round(PostgresServer server, long seed, Figures figures) {
		this.server = server;
		this.random = new Random(seed);
		this.figures = figures;
	}

	void run(Duration duration) throws SQLException {
		try (Shop shop = Shop.on(this.server); Shop plain = Shop.on(this.server)) {
			shop.run(Slot.tables().toArray(String[]::new));
			plain.run(Slot.tables().toArray(String[]::new));
			Journey journey = new Journey(shop, plain, this.servers.readLock(), new Random(this.random.nextLong()),
					this.server.majorVersion());
			for (int i = 0; i < INSTANCES; i++) {
				this.instances.set(i, new Instance(shop.dataSource(), GIVE_UP_AFTER));
			}
			rage(shop, journey, duration);
			assertThatWhatIsHalfDoneIsExplained(shop, plain);
			settle(shop, journey);
			journey.wrong().forEach(this.wrong::add);
			assertThat(this.wrong).as("statements that ended as nobody asked for").isEmpty();
			for (Slot slot : this.slots) {
				plain.run(slot.made().toArray(String[]::new));
			}
			assertThatNothingIsLeft(shop);
			assertAlike(shop, plain, journey);
		}
		finally {
			for (int i = 0; i < INSTANCES; i++) {
				this.instances.get(i).close();
			}
		}
	}

	private void rage(Shop shop, Journey journey, Duration duration) throws SQLException {
		Weather weather = new Weather(shop, (place) -> this.instances.get(Math.floorMod(place, INSTANCES)),
				this.figures);
		weather.begin(this.random.nextLong());
		List<CompletableFuture<Void>> senders = new ArrayList<>();
		for (int i = 0; i < SENDERS; i++) {
			long seed = this.random.nextLong();
			senders.add(CompletableFuture.runAsync(() -> toggle(new Random(seed)), Round::thread));
		}
		long seed = this.random.nextLong();
		senders.add(CompletableFuture.runAsync(() -> travel(journey, new Random(seed)), Round::thread));
		killNowAndThen(shop, duration);
		this.over = true;
		weather.end();
		senders.forEach(CompletableFuture::join);
	}

	private static void thread(Runnable task) {
		new Thread(task, "sender").start();
	}

	private void killNowAndThen(Shop shop, Duration duration) {
		long end = System.nanoTime() + duration.toNanos();
		boolean crash = this.random.nextInt(3) == 0;
		long crashAt = end - (long) (duration.toNanos() * this.random.nextDouble());
		while (System.nanoTime() < end) {
			LockSupport.parkNanos(Duration.ofMillis(1000 + this.random.nextInt(2500)).toNanos());
			int place = this.random.nextInt(INSTANCES);
			Instance dead = this.instances.get(place);
			dead.kill();
			this.instances.set(place, new Instance(shop.dataSource(), GIVE_UP_AFTER));
			dead.close();
			this.figures.count("processes killed");
			if (crash && System.nanoTime() > crashAt) {
				crash = false;
				this.servers.writeLock().lock();
				try {
					this.server.crash();
					this.server.start();
				}
				finally {
					this.servers.writeLock().unlock();
				}
				this.figures.count("crashes of the server");
			}
		}
	}

	private Instance any(Random chance) {
		return this.instances.get(chance.nextInt(INSTANCES));
	}

	private void toggle(Random chance) {
		Sender sender = new Sender(chance, this.figures);
		while (!this.over) {
			Slot slot = this.slots.get(chance.nextInt(this.slots.size()));
			if (slot.tryLock()) {
				try {
					String sql = slot.next();
					note(slot, (chance.nextInt(8) == 0) ? twice(sql, chance) : counted(sender, sql, chance));
				}
				finally {
					slot.unlock();
				}
			}
		}
	}

	private Answer counted(Sender sender, String sql, Random chance) {
		Answer answer = sender.send(any(chance), sql, true);
		this.figures.count("statements");
		this.figures.count("answer " + answer.kind() + " " + answer.state());
		return answer;
	}

	/** Two instances that start at the same time send the same. */
	private Answer twice(String sql, Random chance) {
		long seed = chance.nextLong();
		Instance other = any(chance);
		CompletableFuture<Answer> second = CompletableFuture
			.supplyAsync(() -> new Sender(new Random(seed), this.figures).send(other, sql, false), Round::thread);
		Answer one = counted(new Sender(chance, this.figures), sql, chance);
		Answer two = second.join();
		this.figures.count("statements sent twice at once");
		return Stream
			.of(Answer.Kind.DONE, Answer.Kind.FAILED, Answer.Kind.REFUSED, Answer.Kind.PASSING, Answer.Kind.SETTLED)
			.flatMap((kind) -> Stream.of(one, two).filter((answer) -> answer.kind() == kind))
			.findFirst()
			.orElseThrow();
	}

	private void note(Slot slot, Answer answer) {
		String complaint = slot.note(answer);
		if (complaint != null) {
			this.wrong.add(complaint);
		}
	}

	private void travel(Journey journey, Random chance) {
		Sender sender = new Sender(chance, this.figures);
		while (!this.over && !journey.isOver()) {
			String sql = journey.next();
			if (sql != null) {
				journey.note(counted(sender, sql, chance));
			}
		}
	}

	/** Explained by an entry of the journal about that table or index. */
	private void assertThatWhatIsHalfDoneIsExplained(Shop shop, Shop plain) throws SQLException {
		List<String> half = new ArrayList<>(shop.strings(HALF));
		half.removeAll(plain.strings(HALF));
		for (String each : half) {
			this.figures.count("things half done when the weather cleared up");
			String names = List.of(each.split(" ", 3))
				.stream()
				.map((name) -> "'" + name.replace("'", "''") + "'")
				.collect(Collectors.joining(", "));
			assertThat(shop.strings(EXPLAINED.formatted(names))).as("the reason of " + each).isNotEmpty();
		}
	}

	/** Who ran a migration that failed runs it again. */
	private void settle(Shop shop, Journey journey) {
		Random calm = new Random(0);
		Sender sender = new Sender(calm, this.figures);
		Instance instance = this.instances.get(0);
		for (int i = 0; i < ATTEMPTS && journey.isUnderWay(); i++) {
			journey.note(sender.send(instance, String.valueOf(journey.next()), false));
		}
		for (Slot slot : this.slots) {
			for (int i = 0; i < ATTEMPTS && slot.isPending(); i++) {
				note(slot, sender.send(instance, slot.next(), false));
			}
			assertThat(slot.isPending()).as(slot.next()).isFalse();
		}
	}

	private void assertThatNothingIsLeft(Shop shop) throws SQLException {
		for (int i = 0; i < INSTANCES; i++) {
			Instance instance = this.instances.get(i);
			Map<Integer, List<String>> settings = instance.settings();
			assertThat(settings).isEmpty();
		}
		await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertThatNothingRuns(shop));
		assertThat(shop.strings("select 1 from pg_locks where locktype = 'advisory' "
				+ "and database = (select oid from pg_database where datname = current_database())"))
			.isEmpty();
	}

	/**
	 * An end that an instance could not write is written when it uses its journal again;
	 * the session of one that was killed ends with its statement.
	 */
	private void assertThatNothingRuns(Shop shop) throws SQLException {
		for (int i = 0; i < INSTANCES; i++) {
			this.instances.get(i).journal().recent(1);
		}
		assertThat(shop.strings(RUNNING)).as("entries that are running").isEmpty();
	}

	private static void assertAlike(Shop shop, Shop plain, Journey journey) throws SQLException {
		try (Connection one = shop.dataSource().getConnection();
				Connection other = plain.dataSource().getConnection()) {
			try {
				CatalogDump.assertAlike(CatalogDump.definitions(one), CatalogDump.definitions(other));
			}
			catch (AssertionError ex) {
				throw new AssertionError(ex.getMessage() + "\nafter\n" + String.join("\n", journey.log()), ex);
			}
		}
	}

}
