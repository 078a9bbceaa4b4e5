package dev.zdm.journal;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

import javax.sql.DataSource;

import org.springframework.core.NestedExceptionUtils;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Creates the tables in schema {@code zdm} when they are first needed. What exists is
 * left alone, so a role that may not create schemas can use tables that somebody else
 * created from the same scripts ({@code dev/zdm/journal/*.sql}).
 * <p>
 * Instances that start together take turns by an advisory lock; creating locks nothing of
 * the application's. Safe for use by several threads.
 */
public final class JournalSchema {

	/**
	 * In the order of creation. What changes a part is a script of its own,
	 * {@code <part>-<version>.sql}, which runs after those of the versions before. It
	 * must leave what older instances use as it is: they run on beside newer ones.
	 */
	private static final List<Part> PARTS = List.of(new Part("backfill", 5), new Part("migration", 2),
			new Part("throttle", 1));

	/** Any number will do, as long as nobody else uses it: the letters "zdm" and a 1. */
	private static final long LOCK = 0x7a646d_01L;

	/** Anybody may ask this, also without a right to use the schema. */
	private static final String FIND_VERSIONS = """
			select exists (select from pg_class where relnamespace = to_regnamespace('zdm') and relname = 'part')
			""";

	private static final String READ_VERSIONS = "select name, version from zdm.part";

	private static final String READ_RIGHTS = """
			select quote_ident(current_database()) as database, quote_ident(current_user) as role,
			       to_regnamespace('zdm') is not null as present,
			       has_database_privilege(current_database(), 'create') as creates_schemas,
			       coalesce(has_schema_privilege(to_regnamespace('zdm')::oid, 'create'), true) as creates_tables
			""";

	private static final String INSERT_VERSION = """
			insert into zdm.part (name, version) values (?, ?) on conflict (name) do update set version = excluded.version
			""";

	private static final String FIND_STRANGER = """
			select quote_ident(pg_get_userbyid(relowner)) from pg_class where relnamespace = to_regnamespace('zdm')
			and relname = ? and not pg_has_role(relowner, 'usage')
			""";

	private final DataSource dataSource;

	private final JdbcTemplate jdbc;

	private final TransactionTemplate transaction;

	private volatile boolean created;

	/**
	 * Creates the schema's keeper; nothing is asked of the database yet.
	 * @param dataSource connections to the primary, past the guard
	 */
	public JournalSchema(DataSource dataSource) {
		this.dataSource = dataSource;
		this.jdbc = new JdbcTemplate(dataSource);
		this.transaction = new TransactionTemplate(new JdbcTransactionManager(dataSource));
		this.transaction.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
	}

	/**
	 * The database that the schema is in.
	 * @return connections to the primary, past the guard
	 */
	public DataSource dataSource() {
		return this.dataSource;
	}

	/**
	 * Creates what is missing. After the first success in this process it returns without
	 * asking the database.
	 * @throws JournalSchemaException if something is missing and the role may not create
	 * it
	 */
	public synchronized void create() {
		if (this.created) {
			return;
		}
		try {
			if (!exists()) {
				this.transaction.executeWithoutResult((status) -> createMissing());
			}
		}
		catch (DataAccessException ex) {
			throw translate(ex);
		}
		this.created = true;
	}

	/**
	 * Whether anything is there to be read; nothing is created.
	 * @return whether all tables exist
	 */
	public synchronized boolean exists() {
		if (!this.created) {
			this.created = Boolean.TRUE.equals(this.transaction.execute((status) -> missing().isEmpty()));
		}
		return this.created;
	}

	private void createMissing() {
		this.jdbc.execute("set local lock_timeout = '30s'");
		this.jdbc.query("select pg_advisory_xact_lock(?)", (row) -> {
		}, LOCK);
		List<Part> missing = missing();
		if (missing.isEmpty()) {
			return;
		}
		Rights rights = rights();
		rights.check();
		if (!rights.present()) {
			this.jdbc.execute("create schema zdm");
		}
		this.jdbc.execute(read("schema"));
		Map<String, Integer> present = versions();
		for (Part part : missing) {
			requireOwner(part, rights.role());
			for (int version = present.getOrDefault(part.name(), 0) + 1; version <= part.version(); version++) {
				this.jdbc.execute(read(part.script(version)));
			}
			this.jdbc.update(INSERT_VERSION, part.name(), part.version());
		}
	}

	/** Only who owns a table can change it. */
	private void requireOwner(Part part, String role) {
		for (String owner : this.jdbc.queryForList(FIND_STRANGER, String.class, part.name())) {
			throw new JournalSchemaException("""
					The tables of %1$s in schema zdm are of an older version, and role %2$s does not own them: \
					start this version of the application once as their owner, or once: grant %3$s to %2$s"""
				.formatted(part.name(), role, owner), null);
		}
	}

	private List<Part> missing() {
		Map<String, Integer> present = versions();
		return PARTS.stream().filter((part) -> present.getOrDefault(part.name(), 0) < part.version()).toList();
	}

	private Map<String, Integer> versions() {
		if (!Boolean.TRUE.equals(this.jdbc.queryForObject(FIND_VERSIONS, Boolean.class))) {
			return Map.of();
		}
		return this.jdbc.query(READ_VERSIONS, (row, number) -> part(row))
			.stream()
			.collect(Collectors.toMap(Part::name, Part::version));
	}

	private Rights rights() {
		return Objects.requireNonNull(this.jdbc.queryForObject(READ_RIGHTS,
				(row, number) -> new Rights(row.getString("database"), row.getString("role"), row.getBoolean("present"),
						row.getBoolean("creates_schemas"), row.getBoolean("creates_tables"))));
	}

	private RuntimeException translate(DataAccessException ex) {
		boolean denied = NestedExceptionUtils.getMostSpecificCause(ex) instanceof SQLException sql
				&& "42501".equals(sql.getSQLState());
		if (!denied) {
			return ex;
		}
		String role = rights().role();
		return new JournalSchemaException("""
				The tables in schema zdm belong to somebody else and may not be used by this role. \
				Let their owner run: grant usage on schema zdm to %1$s; \
				grant select, insert, update, delete on all tables in schema zdm to %1$s""".formatted(role), ex);
	}

	private static Part part(ResultSet row) throws SQLException {
		return new Part(row.getString("name"), row.getInt("version"));
	}

	private static String read(String name) {
		try (InputStream script = JournalSchema.class.getResourceAsStream(name + ".sql")) {
			return new String(Objects.requireNonNull(script, name).readAllBytes(), StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * One script and the version of the tables it creates.
	 *
	 * @param name the script's name without its ending
	 * @param version the version of what it creates
	 */
	private record Part(String name, int version) {

		String script(int ofVersion) {
			return (ofVersion == 1) ? this.name : this.name + "-" + ofVersion;
		}

	}

	/**
	 * What the role may do; names are quoted as in SQL.
	 */
	private record Rights(String database, String role, boolean present, boolean createsSchemas,
			boolean createsTables) {

		void check() {
			if (!this.present && !this.createsSchemas) {
				throw new JournalSchemaException("""
						Schema zdm does not exist and role %2$s may not create it. \
						Let the owner of the database run: grant create on database %1$s to %2$s"""
					.formatted(this.database, this.role), null);
			}
			if (!this.createsTables) {
				throw new JournalSchemaException("""
						Schema zdm exists, and role %1$s may not create tables in it. \
						Let its owner run: grant usage, create on schema zdm to %1$s""".formatted(this.role), null);
			}
		}

	}

}
