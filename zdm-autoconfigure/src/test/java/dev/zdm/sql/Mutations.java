package dev.zdm.sql;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.UnaryOperator;

/**
 * Changes statements at random, but the same way each time: what comes out may be valid
 * or not.
 */
final class Mutations {

	private static final List<String> KEY_WORDS = Arrays
		.asList("""
				abort absent absolute access action add admin after aggregate all also alter always analyse analyze and any
				array as asc asensitive assertion assignment asymmetric at atomic attach attribute authorization backward
				before begin between bigint binary bit boolean both breadth by cache call called cascade cascaded case cast
				catalog chain char character characteristics check checkpoint class close cluster coalesce collate collation
				column columns comment comments commit committed compression concurrently conditional configuration conflict
				connection constraint constraints content continue conversion copy cost create cross csv cube current
				current_catalog current_date current_role current_schema current_time current_timestamp current_user cursor
				cycle data database day deallocate dec decimal declare default defaults deferrable deferred definer delete
				delimiter delimiters depends depth desc detach dictionary disable discard distinct do document domain double
				drop each else empty enable encoding encrypted end enforced enum error escape event except exclude excluding
				exclusive execute exists explain expression extension external extract false family fetch filter finalize
				first float following for force foreign format forward freeze from full function functions generated global
				grant granted greatest group grouping groups handler having header hold hour identity if ilike immediate
				immutable implicit import in include including increment indent index indexes inherit inherits initially
				inline inner inout input insensitive insert instead int integer intersect interval into invoker is isnull
				isolation join json json_array json_object keep key keys label language large last lateral leading leakproof
				least left level like limit listen load local localtime localtimestamp location lock locked logged mapping
				match matched materialized maxvalue merge merge_action method minute minvalue mode month move name names
				national natural nchar nested new next nfc no none normalize normalized not nothing notify notnull nowait
				null nullif nulls numeric object objects of off offset oids old omit on only operator option options or order
				ordinality others out outer over overlaps overlay overriding owned owner parallel parameter parser partial
				partition passing password path period placing plan plans policy position preceding precision prepare
				prepared preserve primary prior privileges procedural procedure procedures program publication quote quotes
				range read real reassign recursive ref references referencing refresh reindex relative release rename
				repeatable replace replica reset restart restrict return returning returns revoke right role rollback rollup
				routine routines row rows rule savepoint scalar schema schemas scroll search second security select sequence
				sequences serializable server session session_user set setof sets share show similar simple skip smallint
				snapshot some source sql stable standalone start statement statistics stdin stdout storage stored strict
				string strip subscription substring support symmetric sysid system system_user table tables tablesample
				tablespace target temp template temporary text then ties time timestamp to trailing transaction transform
				treat trigger trim true truncate trusted type types uescape unbounded uncommitted unconditional unencrypted
				union unique unknown unlisten unlogged until update user using vacuum valid validate validator value values
				varchar variadic varying verbose version view views virtual volatile when where whitespace window with within
				without work wrapper write xml xmlattributes year yes zone"""
			.strip()
			.split("\\s+"));

	private static final List<String> TYPES = List.of("double precision", "character varying(3)",
			"timestamp(3) with time zone", "time without time zone", "interval day to second", "interval(2)",
			"national character varying(9)", "bit varying(8)", "int[][]", "text array[4]", "\"My Type\"", "s.t",
			"\"S\".\"char\"", "numeric(10, 2)", "\"char\"", "storage", "options", "a.b%type", "float(53)", "dec",
			"json", "xml", "setof int", "generated", "enforced");

	private static final List<String> DEFAULTS = List.of("default now()", "default (1 + 2) not null",
			"default case when true then 1 else 2 end", "default 'a' || 'b' collate \"C\"", "default null null",
			"default array[1, 2]::int[]", "default '2020-01-01'::timestamp with time zone unique", "default - 1",
			"default nextval('s'::regclass) primary key", "default x'1f'", "default true is not distinct from false",
			"default row(1, 2) check (a is not null)", "default interval '1' day not null", "default $$x$$",
			"default U&'\\0061'", "default 1 = any (array[1])", "generated always as (a + 1) stored",
			"default f(default_x => 1)", "generated by default as identity (start 3)",
			"default null constraint c references s.p (x) on delete set null (x)", "default 1::storage",
			"default a.options", "collate pg_catalog.\"C\" not null", "compression lz4 storage external",
			"default (select 1) deferrable", "default current_timestamp references p match full initially deferred");

	private static final List<String> APPENDED = List.of("; drop table x", ";; select ';'",
			"; alter table a add b int;", "; begin; commit", "\n-- the end;", " /* ; */",
			"; create table q (a int, b text default 'x;y')");

	private static final List<String> NAMING = List.of("alter table @ add @ @ default 1, drop @, drop constraint @",
			"alter table @.@ alter @ set not null, alter @ type @, alter @ drop default", "alter table a rename @ to @",
			"alter table a rename to @", "alter table a add @ int, add constraint @ check (@ > 0)",
			"alter table a add b @ not null, add c @.@ default @()", "alter table a add b int default 1 = @ not null",
			"alter table a enable trigger @, cluster on @, attach partition @ default",
			"alter table a owner to @, set schema @", "create table @ (@ int, b @, like @)",
			"create table a (@ @ references @ (@) on delete cascade)",
			"create table a (primary key (@), foreign key (@) references b)",
			"create table a partition of @ (@ not null) default", "create table a (@) as select 1",
			"create table a as select 1 as @", "create index @ on @ (@)",
			"create index concurrently @ on @ using @ (@)", "drop table @, @.@", "drop index @",
			"create view @ as select 1", "create sequence @ owned by @.@", "alter sequence @ owned by @",
			"create trigger @ before insert on @ execute function @()", "create policy @ on @",
			"alter view @ rename to @", "create type @ as (@ @)", "alter type @ add attribute @ @",
			"alter type @ rename to @", "create domain @ as @", "alter domain @ add constraint @ check (true)",
			"create function @(@ @) returns @ language @ as ''", "drop function @(@)", "create schema @",
			"drop schema @", "create extension @", "create publication @ for table @", "truncate @",
			"truncate @, @ cascade", "vacuum @", "vacuum full @ (@)", "analyze @", "cluster @ using @",
			"reindex table @", "refresh materialized view @", "comment on table @ is 'x'",
			"comment on column @.@ is 'x'", "grant select on @ to @", "grant select on @, @ to @", "grant @ to @",
			"lock @ in share mode", "lock table @ nowait", "update @ set @ = 1 where @ = 1", "delete from @ where true",
			"insert into @ (@) values (1)", "insert into @ select 1", "copy @ from stdin", "copy @ (@) to stdout",
			"with @ as (delete from @) select 1", "select 1 as @ into @ from @", "select a.@ from b where c.@ = 1",
			"set @ = 1", "set local @.@ to 1", "savepoint @", "release @", "rollback to @",
			"create statistics @ on @, @ from @", "alter index @ set (@ = 1)",
			"create rule @ as on insert to @ do nothing", "create aggregate @ (@) (sfunc = @)",
			"alter function @ owner to @", "drop trigger @ on @", "alter policy @ on @ rename to @",
			"create foreign table @ (@ int) server @", "merge into @ using b on true when matched then do nothing",
			"alter table a alter @ add generated always as identity", "alter table a alter @ set (@ = 1)",
			"create user @", "drop role @", "alter database @ set @ to 1", "alter type a add value '@'");

	private final Random random;

	private final List<UnaryOperator<List<String>>> changes = List.of(this::comment, this::changeCase, this::quote,
			this::keyWord, this::keyWord, this::type, this::withDefault, this::lose, this::swap, this::twice,
			this::append);

	Mutations(long seed) {
		this.random = new Random(seed);
	}

	List<String> of(String sql, int count) {
		List<String> tokens = tokens(sql);
		List<String> mutants = new ArrayList<>();
		for (int i = 0; i < count && !tokens.isEmpty(); i++) {
			List<String> changed = new ArrayList<>(tokens);
			for (int j = this.random.nextInt(3); j >= 0; j--) {
				changed = this.changes.get(this.random.nextInt(this.changes.size())).apply(changed);
			}
			mutants.add(String.join("", changed));
		}
		return mutants;
	}

	/** Every key word as a name, in each of these texts. */
	static List<String> keyWordsAsNames() {
		return NAMING.stream().flatMap((text) -> KEY_WORDS.stream().map((word) -> text.replace("@", word))).toList();
	}

	/** The tokens, each with what stands before it. */
	private static List<String> tokens(String sql) {
		List<String> tokens = new ArrayList<>();
		int from = 0;
		for (Token token : Script.whole(sql, 0, sql.length()).tokens()) {
			tokens.add(sql.substring(from, token.end()));
			from = token.end();
		}
		tokens.add(sql.substring(from));
		return tokens;
	}

	private List<String> comment(List<String> tokens) {
		String comment = this.random.nextBoolean() ? " /* a ' /* \" */ ; */ " : " -- it's ; \" $$\n";
		return replace(tokens, this.random.nextInt(tokens.size()), (token) -> comment + token);
	}

	private List<String> changeCase(List<String> tokens) {
		return tokens.stream()
			.map((token) -> token.matches("\\s*[A-Za-z_]+") && this.random.nextBoolean()
					? token.toUpperCase(Locale.ROOT) : token)
			.toList();
	}

	private List<String> quote(List<String> tokens) {
		return replace(tokens, word(tokens), (token) -> before(token) + '"' + token.strip() + '"');
	}

	private List<String> keyWord(List<String> tokens) {
		return replace(tokens, word(tokens),
				(token) -> before(token) + " " + KEY_WORDS.get(this.random.nextInt(KEY_WORDS.size())));
	}

	private List<String> type(List<String> tokens) {
		for (int i = 0; i < tokens.size(); i++) {
			if (tokens.get(i)
				.strip()
				.matches("(?i)int|integer|int4|int8|bigint|text|varchar|numeric|date|serial|float8")
					&& this.random.nextInt(3) > 0) {
				return replace(tokens, i, (token) -> " " + TYPES.get(this.random.nextInt(TYPES.size())));
			}
		}
		return tokens;
	}

	private List<String> withDefault(List<String> tokens) {
		for (int i = 0; i < tokens.size(); i++) {
			if (tokens.get(i).strip().matches("(?i)int|integer|int4|int8|bigint|text|varchar|numeric|date|float8")
					&& this.random.nextInt(3) > 0) {
				return replace(tokens, i, (token) -> token + " " + DEFAULTS.get(this.random.nextInt(DEFAULTS.size())));
			}
		}
		return tokens;
	}

	private List<String> lose(List<String> tokens) {
		return replace(tokens, this.random.nextInt(tokens.size()), (token) -> " ");
	}

	private List<String> swap(List<String> tokens) {
		List<String> changed = new ArrayList<>(tokens);
		int i = this.random.nextInt(changed.size());
		int j = Math.min(i + 1, changed.size() - 1);
		String first = changed.get(i);
		changed.set(i, " " + changed.get(j));
		changed.set(j, " " + first);
		return changed;
	}

	private List<String> twice(List<String> tokens) {
		return replace(tokens, this.random.nextInt(tokens.size()), (token) -> token + " " + token);
	}

	private List<String> append(List<String> tokens) {
		List<String> changed = new ArrayList<>(tokens);
		changed.add(APPENDED.get(this.random.nextInt(APPENDED.size())));
		return changed;
	}

	private int word(List<String> tokens) {
		int start = this.random.nextInt(tokens.size());
		for (int i = 0; i < tokens.size(); i++) {
			int at = (start + i) % tokens.size();
			if (tokens.get(at).matches("\\s*[a-z_][a-z_0-9]*")) {
				return at;
			}
		}
		return start;
	}

	private static String before(String token) {
		return token.substring(0, token.length() - token.stripLeading().length());
	}

	private static List<String> replace(List<String> tokens, int index, UnaryOperator<String> change) {
		List<String> changed = new ArrayList<>(tokens);
		changed.set(index, change.apply(changed.get(index)));
		return changed;
	}

}
